/* SPDX-License-Identifier: GPL-2.0-only */
/* Nested paging: what the guest's physical addresses lead to. */
#ifndef TESTHV_NPT_H
#define TESTHV_NPT_H

#include "types.h"

struct vp;

/* Entry bits, APM 15.25.5: every nested walk counts as a user access */
#define NPT_PRESENT		BIT(0)
#define NPT_WRITE		BIT(1)
#define NPT_USER		BIT(2)
#define NPT_ACCESSED		BIT(5)
#define NPT_DIRTY		BIT(6)
#define NPT_LARGE		BIT(7)
#define NPT_READ_EXECUTE	(NPT_PRESENT | NPT_USER | NPT_ACCESSED | NPT_DIRTY)
#define NPT_ALL			(NPT_READ_EXECUTE | NPT_WRITE)

void npt_init(void);

/* The root, for VMCB.n_cr3 */
u64 npt_root(void);

/*
 * Cover a guest page by another one, or the same one with other rights, or take it
 * away; undone by npt_uncover(). There is room to do this in some 2 MiB of memory only.
 */
bool npt_can_cover(u64 gpa);
void npt_cover(struct vp *vp, u64 gpa, const void *page, u64 rights);
void npt_hide(struct vp *vp, u64 gpa);
void npt_uncover(struct vp *vp, u64 gpa);

/* Called with VP's VMRUN next: true if its TLB must be flushed first */
bool npt_stale(struct vp *vp);

#endif /* TESTHV_NPT_H */
