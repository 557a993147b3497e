/* SPDX-License-Identifier: GPL-2.0-only */
/* The commands about what lives in the hypervisor, for the table in control.c. */
#ifndef TESTHV_CONTROL_OBJECTS_H
#define TESTHV_CONTROL_OBJECTS_H

#include "vp.h"

/* Arguments and results in the registers; false for TESTHV_ERROR */
bool control_plant_port(struct vp *vp, struct guest_regs *r);
bool control_read_port(struct vp *vp, struct guest_regs *r);
bool control_read_port_block(struct vp *vp, struct guest_regs *r);
bool control_plant_connection(struct vp *vp, struct guest_regs *r);
bool control_read_connection(struct vp *vp, struct guest_regs *r);
bool control_set_pool(struct vp *vp, struct guest_regs *r);
bool control_read_pool(struct vp *vp, struct guest_regs *r);
bool control_keep_pages(struct vp *vp, struct guest_regs *r);
bool control_release_kept(struct vp *vp, struct guest_regs *r);
bool control_misname_pages(struct vp *vp, struct guest_regs *r);
bool control_set_rep_limit(struct vp *vp, struct guest_regs *r);
bool control_take_message(struct vp *vp, struct guest_regs *r);
bool control_take_flags(struct vp *vp, struct guest_regs *r);
bool control_peer(struct vp *vp, struct guest_regs *r);

#endif /* TESTHV_CONTROL_OBJECTS_H */
