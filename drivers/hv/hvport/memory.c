// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages lent to the hypervisor. It keeps what it knows of a port in a memory
 * pool of the port's partition; when that is empty, pages are deposited, and
 * when the module goes they are withdrawn. A page that the hypervisor has is not
 * the kernel's: what it does not give back is never freed.
 *
 * TLFS, HvCallDepositMemory and HvCallWithdrawMemory.
 */
#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/cleanup.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/memory_hotplug.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"

/* A deposit that has to be contiguous: the hypervisor asks for 8 pages at most */
#define CONTIGUOUS_ORDER	3
#define DEPOSIT_MAX		BIT(CONTIGUOUS_ORDER)

/* How many page frame numbers a withdrawal can list: the list has a page */
#define LIST_MAX		(PAGE_SIZE / sizeof(u64))

/* In the place of a page's pool: it was lent, and is the kernel's again */
#define CAME_BACK		((struct pool *)xa_mk_value(0))

/**
 * struct pool - a partition that pages were deposited to
 * @node: in the list of them
 * @partition: its number
 * @pages: how many it still has
 * @stray: pages of others that it gave back and did not take again
 */
struct pool {
	struct list_head node;
	u64 partition;
	unsigned long pages;
	unsigned long stray;
};

static DEFINE_MUTEX(lock);		/* guards both */
static LIST_HEAD(pools);
static DEFINE_XARRAY(deposited);	/* page frame number -> struct pool, CAME_BACK */

/* Does the status ask for memory, and may this partition deposit any? */
bool hvport_memory_wanted(u16 status)
{
	if (!(hvport_detected()->privileges & HV_ACCESS_MEMORY_POOL))
		return false;
	return status == HV_STATUS_INSUFFICIENT_MEMORY ||
	       status == HV_STATUS_INSUFFICIENT_CONTIGUOUS_MEMORY ||
	       status == HV_STATUS_INSUFFICIENT_ROOT_MEMORY ||
	       status == HV_STATUS_INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY;
}

static bool wants_contiguous(u16 status)
{
	return status == HV_STATUS_INSUFFICIENT_CONTIGUOUS_MEMORY ||
	       status == HV_STATUS_INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY;
}

/* The root variants are charged to the partition that makes the call */
static u64 charged_partition(u64 partition, u16 status)
{
	if (status == HV_STATUS_INSUFFICIENT_ROOT_MEMORY ||
	    status == HV_STATUS_INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY)
		return HV_PARTITION_ID_SELF;
	return partition;
}

static struct pool *get_pool(u64 partition)
{
	struct pool *pool;

	lockdep_assert_held(&lock);
	list_for_each_entry(pool, &pools, node)
		if (pool->partition == partition)
			return pool;
	pool = kzalloc(sizeof(*pool), GFP_KERNEL);
	if (!pool)
		return NULL;
	pool->partition = partition;
	list_add_tail(&pool->node, &pools);
	return pool;
}

/* From here on the pages are known as the hypervisor's, before they are */
static int note_pages(struct pool *pool, unsigned long pfn, unsigned int count)
{
	unsigned int i;
	int error;

	for (i = 0; i < count; i++) {
		error = xa_err(xa_store(&deposited, pfn + i, pool, GFP_KERNEL));
		if (error)
			goto undo;
	}
	return 0;
undo:
	while (i--)
		xa_erase(&deposited, pfn + i);
	return error;
}

/* The hypervisor did not take these */
static void free_pages_noted(unsigned long pfn, unsigned int count)
{
	for (; count; count--, pfn++) {
		xa_erase(&deposited, pfn);
		__free_page(pfn_to_page(pfn));
	}
}

static u16 deposit_pages(u64 partition, unsigned long pfn, u16 count, u16 *done)
{
	struct hv_deposit_memory *input;
	struct hvport_rep_call call = {
		.code = HVCALL_DEPOSIT_MEMORY,
		.count = count,
		.partition = partition,
	};
	u16 status;
	u16 i;

	/* A power of two, so that it does not cross a page */
	BUILD_BUG_ON(sizeof(*input) + DEPOSIT_MAX * sizeof(u64) > 128);
	input = kmalloc(128, GFP_KERNEL);
	if (!input)
		return HV_STATUS_INSUFFICIENT_MEMORY;
	input->partition_id = partition;
	for (i = 0; i < count; i++)
		input->gpa_page_list[i] = pfn + i;
	call.input = input;
	status = hvport_hypercall_rep(&call, done);
	kfree(input);
	return status;
}

static int deposit_to_pool(struct pool *pool, unsigned int order, u8 *deposits)
{
	unsigned int count = 1 << order;
	/* The caller is told; nobody has to be killed for it, nor the log to be written */
	struct page *page = alloc_pages(GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL,
					order);
	unsigned long pfn;
	u16 done = 0;

	if (!page)
		return -ENOMEM;
	/* They come back one by one */
	if (order)
		split_page(page, order);
	pfn = page_to_pfn(page);
	if (note_pages(pool, pfn, count)) {
		while (count--)
			__free_page(page + count);
		return -ENOMEM;
	}
	deposit_pages(pool->partition, pfn, count, &done);
	free_pages_noted(pfn + done, count - done);
	pool->pages += done;
	*deposits = min_t(unsigned int, *deposits + done, U8_MAX);
	this_cpu_add(hvport_counters.pages_deposited, (u64)done);
	if (done == count)
		return 0;
	return fatal_signal_pending(current) ? -EINTR : -ENOMEM;
}

/**
 * hvport_memory_deposit() - give the hypervisor the memory that it asked for
 * @partition: partition that the refused call was about
 * @status: the refusal; hvport_memory_wanted() is true of it
 * @deposits: number of pages deposited, added to; saturates at 255
 *
 * May sleep; ends early when a fatal signal is pending.
 *
 * Return: 0; -EINTR; -ENOMEM: the kernel has none or the hypervisor refused it.
 */
int hvport_memory_deposit(u64 partition, u16 status, u8 *deposits)
{
	unsigned int order = wants_contiguous(status) ? CONTIGUOUS_ORDER : 0;
	struct pool *pool;

	if (fatal_signal_pending(current))
		return -EINTR;
	guard(mutex)(&lock);
	pool = get_pool(charged_partition(partition, status));
	if (!pool)
		return -ENOMEM;
	return deposit_to_pool(pool, order, deposits);
}

/*
 * Is it a page that was lent? Then it is the kernel's again. It stays noted, as one
 * that came back: named once more by mistake, it must not be taken for another's.
 */
static bool take_back(unsigned long pfn)
{
	struct pool *pool = xa_load(&deposited, pfn);

	if (!pool || pool == CAME_BACK)
		return false;
	/* In the place of another entry, so nothing is allocated */
	xa_store(&deposited, pfn, CAME_BACK, GFP_KERNEL);
	__free_page(pfn_to_page(pfn));
	pool->pages--;
	this_cpu_inc(hvport_counters.pages_withdrawn);
	return true;
}

/*
 * Can it be that somebody else in this kernel deposited it? Then it is allocated, and
 * nothing more is known of it. One that is free, or in use as something, was named by
 * mistake and must not become the hypervisor's by that.
 */
static bool may_be_lent(unsigned long pfn)
{
	struct page *page = pfn_to_online_page(pfn);

	return page && !PageReserved(page) && page_count(page) == 1 &&
	       !PageLRU(page) && !PageSlab(page) && !folio_mapped(page_folio(page));
}

/*
 * Pages that somebody else in this kernel deposited. One that is noted was ours, came
 * back before, and can be anybody's by now.
 */
static void give_back(struct pool *pool, const u64 *list, unsigned int count)
{
	u16 done;

	for (; count; count--, list++) {
		if (xa_load(&deposited, *list) || !may_be_lent(*list))
			continue;
		done = 0;
		deposit_pages(pool->partition, *list, 1, &done);
		pool->stray += 1 - done;
	}
}

/*
 * The hypervisor chooses which pages of a partition it gives back: those of others
 * are among them, and those that were lent under another name of the partition. Of
 * others there may be as many as fit into @list, a page; they go back when all of
 * ours are here, lest they come again in the place of them.
 */
static void withdraw(struct pool *pool, struct hv_withdraw_memory_in *input,
		     u64 *list)
{
	struct hvport_rep_call call = {
		.code = HVCALL_WITHDRAW_MEMORY,
		.input = input,
		.partition = pool->partition,
	};
	unsigned int others = 0;
	u64 *named;
	u16 done, i;

	input->partition_id = pool->partition;
	input->proximity_domain_info = 0;
	do {
		named = list + others;
		call.output = named;
		call.count = min_t(unsigned long, pool->pages, LIST_MAX - others);
		done = 0;
		hvport_hypercall_rep(&call, &done);
		for (i = 0; i < done; i++)
			if (!take_back(named[i]))
				list[others++] = named[i];
	} while (done && pool->pages && others < LIST_MAX);
	give_back(pool, list, others);
}

/* Does the hypervisor have pages that the kernel must not read or write? */
bool hvport_memory_is_lent(void)
{
	return !xa_empty(&deposited);
}

/**
 * hvport_memory_withdraw_all() - get back what the hypervisor gives
 *
 * What it keeps, because somebody else's objects came to live there, is lost to
 * the kernel on purpose. May sleep.
 */
void hvport_memory_withdraw_all(void)
{
	void *pages = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, 1);
	unsigned long kept = 0;
	struct pool *pool;

	guard(mutex)(&lock);
	list_for_each_entry(pool, &pools, node)
		if (pages && pool->pages)
			withdraw(pool, pages, pages + PAGE_SIZE);
	list_for_each_entry(pool, &pools, node)
		kept += pool->pages + pool->stray;
	free_pages((unsigned long)pages, 1);
	if (kept)
		pr_info("%lu deposited pages stay out of use\n", kept);
}

/* After the last withdrawal: forget what is left, without freeing it */
void hvport_memory_exit(void)
{
	struct pool *pool, *next;

	xa_destroy(&deposited);
	list_for_each_entry_safe(pool, next, &pools, node)
		kfree(pool);
}
