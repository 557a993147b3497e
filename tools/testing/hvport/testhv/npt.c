// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nested page tables (APM 15.25): guest physical memory is host physical memory,
 * one to one, in 2 MiB pages up to 4 GiB; but the hypervisor's own image is not
 * there, and single pages can be covered (TLFS: GPA overlay pages).
 *
 * Every change is seen by all virtual processors before it returns: one that is
 * in the guest is brought out by an NMI, and flushes its TLB on the way back.
 */
#include "apic.h"
#include "console.h"
#include "layout.h"
#include "npt.h"
#include "vp.h"

#define DIRECTORIES	4		/* of 1 GiB each */
#define ENTRIES		512
#define SPLIT_MAX	160		/* 2 MiB pages that hold a covered page */
#define LARGE_SIZE	(2 * MIB)

static u64 root[ENTRIES] __page_aligned;
static u64 level3[ENTRIES] __page_aligned;
static u64 level2[DIRECTORIES * ENTRIES] __page_aligned;
static u64 level1[SPLIT_MAX][ENTRIES] __page_aligned;
static u32 split_count;
static volatile u64 generation;

void npt_init(void)
{
	u64 i;

	root[0] = (u64)level3 | NPT_ALL;
	for (i = 0; i < DIRECTORIES; i++)
		level3[i] = (u64)&level2[i * ENTRIES] | NPT_ALL;
	for (i = 0; i < DIRECTORIES * ENTRIES; i++)
		level2[i] = i * LARGE_SIZE | NPT_ALL | NPT_LARGE;
	for (i = IMAGE_START / LARGE_SIZE; i < IMAGE_END / LARGE_SIZE; i++)
		level2[i] = 0;
}

u64 npt_root(void)
{
	return (u64)root;
}

bool npt_can_cover(u64 gpa)
{
	return split_count < SPLIT_MAX || !(level2[gpa / LARGE_SIZE] & NPT_LARGE);
}

/* The 4 KiB entry of a guest page, splitting its 2 MiB page when it is the first one there */
static u64 *npt_entry(u64 gpa)
{
	u64 *large = &level2[gpa / LARGE_SIZE];
	u64 *table, i;

	if (gpa >= DIRECTORIES * GIB || !*large)
		panic("cannot cover guest page 0x%llx", gpa);
	if (*large & NPT_LARGE) {
		if (split_count == SPLIT_MAX)
			panic("pages were covered in more than %u places", SPLIT_MAX);
		table = level1[split_count++];
		for (i = 0; i < ENTRIES; i++)
			table[i] = (gpa & ~(LARGE_SIZE - 1)) + i * PAGE_SIZE + NPT_ALL;
		*large = (u64)table | NPT_ALL;
	}
	table = (u64 *)(*large & PAGE_MASK);
	return &table[gpa / PAGE_SIZE % ENTRIES];
}

/* Is nobody left who could still use an old translation? VMRUN comes after npt_stale(). */
static bool npt_flushed(struct vp *except)
{
	u32 i;

	for (i = 0; i < vp_count; i++) {
		volatile struct vp *vp = &vps[i];

		if (&vps[i] != except && vp->in_guest && vp->npt_seen != generation)
			return false;
	}
	return true;
}

static void npt_flush_all(struct vp *self)
{
	u32 i;

	generation++;
	memory_barrier();
	for (i = 0; i < vp_count; i++) {
		if (&vps[i] == self || !((volatile struct vp *)&vps[i])->in_guest)
			continue;
		vps[i].kicked = true;
		apic_send_nmi(vps[i].apic_id);
	}
	while (!npt_flushed(self))
		cpu_relax();
}

bool npt_stale(struct vp *vp)
{
	u64 now;

	memory_barrier();
	now = generation;
	if (vp->npt_seen == now)
		return false;
	vp->npt_seen = now;
	return true;
}

static void npt_set(struct vp *vp, u64 gpa, u64 value)
{
	*npt_entry(gpa) = value;
	npt_flush_all(vp);
}

void npt_cover(struct vp *vp, u64 gpa, const void *page, u64 rights)
{
	npt_set(vp, gpa, (u64)page | rights);
}

void npt_hide(struct vp *vp, u64 gpa)
{
	npt_set(vp, gpa, 0);
}

void npt_uncover(struct vp *vp, u64 gpa)
{
	npt_set(vp, gpa, (gpa & PAGE_MASK) | NPT_ALL);
}
