// SPDX-License-Identifier: GPL-2.0-only
/*
 * The guest's memory map and its page tables, read only: nothing here changes
 * what the guest can reach, that is npt.c.
 */
#include "console.h"
#include "guest_memory.h"
#include "vp.h"

#define PTE_PRESENT		BIT(0)
#define PTE_LARGE		BIT(7)
#define PTE_ADDRESS		0x000ffffffffff000ULL
#define LEVEL_BITS		9

struct memory_map memory_map;

void memory_add(u64 start, u64 end, u32 type)
{
	struct memory_range *r = &memory_map.range[memory_map.count];

	if (start >= end)
		return;
	if (memory_map.count == MEMORY_RANGES_MAX)
		panic("more than %u ranges in the memory map", MEMORY_RANGES_MAX);
	memory_map.count++;
	r->start = start;
	r->end = end;
	r->type = type;
}

void memory_reserve(u64 start, u64 end)
{
	u32 i, count = memory_map.count;

	for (i = 0; i < count; i++) {
		struct memory_range *r = &memory_map.range[i];
		u64 old_end = r->end;

		if (r->type != MEMORY_RAM || r->start >= end || r->end <= start)
			continue;
		r->end = r->start < start ? start : r->start;
		memory_add(end, old_end, MEMORY_RAM);
	}
	memory_add(start, end, MEMORY_RESERVED);
}

bool memory_is_ram(u64 gpa, u64 size)
{
	u32 i;

	for (i = 0; i < memory_map.count; i++) {
		struct memory_range *r = &memory_map.range[i];

		if (r->type == MEMORY_RAM && gpa >= r->start && gpa < r->end)
			return size <= r->end - gpa;
	}
	return false;
}

u64 memory_top_of_ram(u64 floor, u64 ceiling)
{
	u64 top = 0;
	u32 i;

	for (i = 0; i < memory_map.count; i++) {
		struct memory_range *r = &memory_map.range[i];
		u64 end = r->end < ceiling ? r->end : ceiling;

		if (r->type == MEMORY_RAM && r->start < end && end > floor && end > top)
			top = end;
	}
	return top;
}

/* APM 5.3: four levels, or five with CR4.LA57; a large page ends the walk at level 3 or 2 */
bool guest_translate(struct vp *vp, u64 gva, u64 *gpa)
{
	struct vmcb *vmcb = vp->vmcb;
	u32 level = vmcb->cr4 & CR4_LA57 ? 5 : 4;
	u64 table = vmcb->cr3 & PTE_ADDRESS;

	if (!(vmcb->efer & EFER_LMA))
		return false;
	for (;; level--) {
		u32 shift = PAGE_SHIFT + LEVEL_BITS * (level - 1);
		u64 index = gva >> shift & (BIT(LEVEL_BITS) - 1);
		u64 offset_mask = BIT(shift) - 1;
		u64 entry;

		if (!memory_is_ram(table, PAGE_SIZE))
			return false;
		entry = ((volatile u64 *)guest_pointer(table))[index];
		if (!(entry & PTE_PRESENT))
			return false;
		if (level == 1 || (level <= 3 && entry & PTE_LARGE)) {
			*gpa = (entry & PTE_ADDRESS & ~offset_mask) | (gva & offset_mask);
			return true;
		}
		table = entry & PTE_ADDRESS;
	}
}
