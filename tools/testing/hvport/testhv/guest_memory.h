/* SPDX-License-Identifier: GPL-2.0-only */
/* The memory as the guest sees it: what is RAM, and where a virtual address leads. */
#ifndef TESTHV_GUEST_MEMORY_H
#define TESTHV_GUEST_MEMORY_H

#include "types.h"

struct vp;

#define MEMORY_RAM		1	/* E820 types, also the Multiboot ones */
#define MEMORY_RESERVED		2
#define MEMORY_RANGES_MAX	32

struct memory_range {
	u64 start;
	u64 end;
	u32 type;
};

struct memory_map {
	struct memory_range range[MEMORY_RANGES_MAX];
	u32 count;
};

extern struct memory_map memory_map;

void memory_add(u64 start, u64 end, u32 type);

/* Take the range out of RAM and show it to the guest as reserved */
void memory_reserve(u64 start, u64 end);

/* Is every byte of it RAM that belongs to the guest? */
bool memory_is_ram(u64 gpa, u64 size);

/* Where the highest RAM between the two ends */
u64 memory_top_of_ram(u64 floor, u64 ceiling);

/*
 * Guest physical memory is mapped one to one in the hypervisor; the caller has
 * asked memory_is_ram() first.
 */
static inline void *guest_pointer(u64 gpa)
{
	return (void *)gpa;
}

/* Translate by the guest's own page tables; false where they lead nowhere */
bool guest_translate(struct vp *vp, u64 gva, u64 *gpa);

#endif /* TESTHV_GUEST_MEMORY_H */
