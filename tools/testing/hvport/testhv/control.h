/* SPDX-License-Identifier: GPL-2.0-only */
/* The I/O port that the tests in the guest talk to. */
#ifndef TESTHV_CONTROL_PORT_H
#define TESTHV_CONTROL_PORT_H

#include "testhv_control.h"
#include "types.h"

struct guest_regs;
struct vp;

#define CONTROL_PORT	TESTHV_PORT
#define CONTROL_CHUNK	32	/* bytes that RBX, RCX, RSI and RDI hold */

/* The guest wrote to the port: testhv_control.h says what registers mean */
void control_command(struct vp *vp);

/* CONTROL_CHUNK bytes into these registers */
void control_put_chunk(struct guest_regs *r, const u8 *bytes);

#endif /* TESTHV_CONTROL_PORT_H */
