/* SPDX-License-Identifier: GPL-2.0-only */
/* Doorbells: writes of the guest that ring at the port of a connection. */
#ifndef TESTHV_DOORBELL_H
#define TESTHV_DOORBELL_H

#include "types.h"

struct vp;

/* May there be such a connection? An HV_STATUS. */
u16 doorbell_check(u64 gpa, u64 flags);

/* A doorbell connection to this address has come or gone */
void doorbell_changed(struct vp *vp, u64 gpa);

/* Are writes to the page watched? */
bool doorbell_watches(u64 gpa);

/* The guest wrote to a watched page; false if it is none */
bool doorbell_write_fault(struct vp *vp, u64 gpa);

/* The debug exception behind a single step */
void doorbell_stepped(struct vp *vp);

/* Rings since boot */
u64 doorbell_rings(void);

#endif /* TESTHV_DOORBELL_H */
