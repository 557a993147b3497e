// SPDX-License-Identifier: GPL-2.0-only
/*
 * A pool for each partition. Each port and each connection takes a page of its
 * partition's pool while it lives; which page does not matter, so there are only
 * numbers. Deposited frames are kept track of one by one: they are taken out of
 * the guest's memory, and given back zeroed.
 *
 * The statuses of deposit and withdrawal are those of the reference of 2013. The
 * root variants of INSUFFICIENT_MEMORY mean the caller's own pool, which here is
 * the one that is charged anyway: a guest makes objects for itself alone.
 */
#include "clock.h"
#include "console.h"
#include "doorbell.h"
#include "guest_memory.h"
#include "hypercall.h"
#include "hypercall_page.h"
#include "npt.h"
#include "partition.h"
#include "pool.h"
#include "string.h"
#include "vp.h"

#define FRAMES_MAX		16384
#define CONTIGUOUS		8	/* frames that the hypervisor then wants at once */

/* HvCallDepositMemory and HvCallWithdrawMemory, by their tables of input parameters */
#define MEMORY_PARTITION	0
#define WITHDRAW_PROXIMITY	8

static struct pool pools[] = {
	{ .partition = PARTITION_OWN, .free = POOL_UNLIMITED },
	{ .partition = PARTITION_PEER, .free = POOL_UNLIMITED },
};

/* Deposited frames. All are the guest's own, for it can deposit to no other pool. */
static struct frame {
	u32 number;
	bool kept;	/* not to be given back */
	bool first;	/* not kept any more: the first to be given back */
} frames[FRAMES_MAX];

static u32 frame_count;
static u64 keep;

/* What is listed in place of the next pages that are given back, by order of a test */
static struct {
	u64 number;
	u64 left;
} misnaming;

static struct pool *pool_find(u64 partition_id)
{
	u32 i;

	if (partition_is_self(partition_id))
		partition_id = PARTITION_OWN;
	for (i = 0; i < ARRAY_SIZE(pools); i++)
		if (pools[i].partition == partition_id)
			return &pools[i];
	return NULL;
}

static void pool_add(struct pool *pool, s64 pages)
{
	if (pool->free != POOL_UNLIMITED)
		pool->free += pages;
}

/* Objects of partitions without a pool, which tests can plant, cost nothing */
u16 pool_take(u64 partition_id)
{
	struct pool *pool = pool_find(partition_id);

	if (!pool)
		return STATUS_SUCCESS;
	if (!pool->free)
		return pool->refusal;
	pool_add(pool, -1);
	pool->used++;
	return STATUS_SUCCESS;
}

void pool_give(u64 partition_id)
{
	struct pool *pool = pool_find(partition_id);

	if (!pool)
		return;
	pool_add(pool, 1);
	pool->used--;
}

static struct frame *frame_find(u64 number)
{
	u32 i;

	for (i = 0; i < frame_count; i++)
		if (frames[i].number == number)
			return &frames[i];
	return NULL;
}

bool pool_has(u64 gpa)
{
	return frame_find(gpa / PAGE_SIZE);
}

/* What makes a frame one that cannot be given away, or NULL */
static const char *frame_fault(u64 number)
{
	u64 gpa = number * PAGE_SIZE;

	if (number != gpa / PAGE_SIZE || !memory_is_ram(gpa, PAGE_SIZE))
		return "is not RAM";
	if (pool_has(gpa))
		return "was deposited before";
	if (hypercall_page_covers(gpa) || clock_page_covers(gpa) || synic_page_covers(gpa))
		return "is an overlay page";
	if (doorbell_watches(gpa))
		return "has a doorbell in it";
	return NULL;
}

/* Where one run of frames is wanted, is the whole list that? */
static bool contiguous(const struct rep *rep)
{
	u64 first = input_u64(rep->list, 0);
	u32 i;

	if (rep->count != CONTIGUOUS || first % CONTIGUOUS)
		return false;
	for (i = 1; i < rep->count; i++)
		if (input_u64(rep->list, i * REP_ELEMENT_SIZE) != first + i)
			return false;
	return true;
}

static bool wants_contiguous(const struct pool *pool)
{
	return pool->refusal == STATUS_INSUFFICIENT_CONTIGUOUS_MEMORY ||
	       pool->refusal == STATUS_INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY;
}

/* A frame that is not in the caller's GPA space is "operation denied" */
u16 pool_deposit(struct vp *vp, const struct rep *rep, u32 element)
{
	u64 partition_id = input_u64(rep->header, MEMORY_PARTITION);
	u64 number = input_u64(rep->list, element * REP_ELEMENT_SIZE);
	const char *fault = frame_fault(number);
	struct pool *pool;

	if (!partition_is_self(partition_id))
		return STATUS_INVALID_PARTITION_ID;
	pool = pool_find(PARTITION_OWN);
	if (wants_contiguous(pool) && !contiguous(rep))
		return STATUS_INVALID_PARAMETER;
	if (fault) {
		violation(vp, "deposit of frame 0x%llx, which %s", number, fault);
		return STATUS_OPERATION_DENIED;
	}
	if (frame_count == FRAMES_MAX || !npt_can_cover(number * PAGE_SIZE))
		return STATUS_NO_RESOURCES;
	frames[frame_count++] = (struct frame){ .number = number };
	npt_hide(vp, number * PAGE_SIZE);
	pool->deposited++;
	pool_add(pool, 1);
	return STATUS_SUCCESS;
}

/* Any frame will do; those to be kept are set aside on the way */
static struct frame *frame_to_withdraw(struct pool *pool)
{
	u32 i;

	for (i = 0; i < frame_count && pool->free; i++)
		if (frames[i].first)
			return &frames[i];
	for (i = frame_count; i-- && pool->free;) {
		if (frames[i].kept)
			continue;
		if (!keep)
			return &frames[i];
		keep--;
		frames[i].kept = true;
		pool_add(pool, -1);
	}
	return NULL;
}

/* The truth, unless a test wants something else */
static u64 frame_to_name(const struct frame *frame)
{
	if (!misnaming.left)
		return frame->number;
	misnaming.left--;
	return misnaming.number;
}

u16 pool_withdraw(struct vp *vp, const struct rep *rep, u32 element)
{
	struct pool *pool = pool_find(PARTITION_OWN);
	struct frame *frame;
	u64 gpa;

	if (!partition_is_self(input_u64(rep->header, MEMORY_PARTITION)))
		return STATUS_INVALID_PARTITION_ID;
	if (input_u64(rep->header, WITHDRAW_PROXIMITY))
		return STATUS_INVALID_PARAMETER;
	frame = frame_to_withdraw(pool);
	if (!frame)
		return STATUS_NO_RESOURCES;
	gpa = frame->number * PAGE_SIZE;
	rep->output[element] = frame_to_name(frame);
	*frame = frames[--frame_count];
	memset(guest_pointer(gpa), 0, PAGE_SIZE);
	npt_uncover(vp, gpa);
	pool->withdrawn++;
	pool_add(pool, -1);
	return STATUS_SUCCESS;
}

/* So that the run can go on to its end, where it fails, the guest gets to see the page */
bool pool_access_fault(struct vp *vp, u64 gpa)
{
	if (!pool_has(gpa))
		return false;
	violation(vp, "access to 0x%llx, which is deposited, rip 0x%llx", gpa, vp->vmcb->rip);
	npt_uncover(vp, gpa);
	return true;
}

const struct pool *pool_get(u64 partition_id)
{
	return pool_find(partition_id);
}

bool pool_set(u64 partition_id, u64 free, u64 refusal)
{
	struct pool *pool = pool_find(partition_id);

	if (!pool || (refusal != STATUS_INSUFFICIENT_MEMORY &&
		      refusal != STATUS_INSUFFICIENT_ROOT_MEMORY &&
		      refusal != STATUS_INSUFFICIENT_CONTIGUOUS_MEMORY &&
		      refusal != STATUS_INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY))
		return false;
	pool->free = free;
	pool->refusal = refusal;
	return true;
}

void pool_keep(u64 pages)
{
	keep = pages;
}

void pool_release_kept(void)
{
	struct pool *pool = pool_find(PARTITION_OWN);
	u32 i;

	for (i = 0; i < frame_count; i++) {
		if (!frames[i].kept)
			continue;
		frames[i].kept = false;
		frames[i].first = true;
		pool_add(pool, 1);
	}
}

void pool_misname(u64 number, u64 pages)
{
	misnaming.number = number;
	misnaming.left = pages;
}
