/* SPDX-License-Identifier: GPL-2.0-only */
/* The I/O port that the tests in the guest talk to. */
#ifndef TESTHV_CONTROL_PORT_H
#define TESTHV_CONTROL_PORT_H

#include "testhv_control.h"

struct vp;

#define CONTROL_PORT	TESTHV_PORT

/* The guest wrote to the port: testhv_control.h says what registers mean */
void control_command(struct vp *vp);

#endif /* TESTHV_CONTROL_PORT_H */
