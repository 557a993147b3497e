// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every hypercall as it came in. Kept in a ring for the tests: when it is full
 * the oldest entry goes. A line for each on the debug console is an option, because
 * QEMU writes it out character by character.
 */
#include "calllog.h"
#include "console.h"
#include "string.h"
#include "vp.h"

#define ENTRIES	8192

static struct testhv_log_entry ring[ENTRIES];
static u64 total;	/* entries ever begun; the next one goes to total % ENTRIES */
static u64 cleared_at;
static bool printing;

struct testhv_log_entry *calllog_begin(struct vp *vp)
{
	struct testhv_log_entry *e = &ring[total++ % ENTRIES];

	memset(e, 0, sizeof(*e));
	e->control = vp->regs.rcx;
	e->input_gpa = vp->regs.rdx;
	e->output_gpa = vp->regs.r8;
	e->vp = vp->index;
	return e;
}

void calllog_end(const char *name, const struct testhv_log_entry *e)
{
	struct line line = { .len = 0 };
	u32 i;

	if (!printing)
		return;
	line_add(&line, "testhv: call %llu vp %u %s control 0x%llx rdx 0x%llx r8 0x%llx",
		 total, e->vp, name, e->control, e->input_gpa, e->output_gpa);
	line_add(&line, " input %u:", e->input_size);
	for (i = 0; i < e->input_size; i++)
		line_add(&line, " %02x", e->input[i]);
	line_add(&line, " -> 0x%04llx%s", e->result, e->fault ? " (scripted)" : "");
	line_print(&line);
}

void calllog_print_all(void)
{
	printing = true;
}

void calllog_clear(void)
{
	cleared_at = total;
}

u64 calllog_total(void)
{
	return total;
}

u64 calllog_count(void)
{
	u64 count = total - cleared_at;

	return count < ENTRIES ? count : ENTRIES;
}

const struct testhv_log_entry *calllog_get(u64 index)
{
	u64 count = calllog_count();

	if (index >= count)
		return NULL;
	return &ring[(total - count + index) % ENTRIES];
}
