/* SPDX-License-Identifier: GPL-2.0-only */
/* The hypercall page, and the two MSRs that say where it is. */
#ifndef TESTHV_HYPERCALL_PAGE_H
#define TESTHV_HYPERCALL_PAGE_H

#include "types.h"

struct vp;

/* Put the page where the profile's MSR value has it */
void hypercall_page_init(void);

void hypercall_page_write_os_id(struct vp *vp, u64 value);

/* False asks for #GP */
bool hypercall_page_write_msr(struct vp *vp, u64 value);

/* Whatever the guest has written, and locked: another hypervisor's value */
void hypercall_page_replace_msr(struct vp *vp, u64 value);

/* May the guest, which cannot have the page where it wants it, run a copy of it? */
bool hypercall_page_is_copied(void);

/* Is the page enabled, and over this guest page? */
bool hypercall_page_covers(u64 gpa);

/* A write to an overlay page: #GP and a violation. False if the page is none. */
bool overlay_write_fault(struct vp *vp, u64 gpa);

#endif /* TESTHV_HYPERCALL_PAGE_H */
