/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_EXIT_H
#define TESTHV_EXIT_H

struct vp;

/* Do what the exit in VP's VMCB asks for; one that is not known ends the run */
void exit_handle(struct vp *vp);

#endif /* TESTHV_EXIT_H */
