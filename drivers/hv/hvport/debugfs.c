// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/hvport: what is owned, and what happened, for people. Reads
 * only; nothing here is an interface for programs.
 */
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/seq_file.h>
#include <linux/stddef.h>

#include "hvport.h"

static struct dentry *directory;

/* Position 0 is the heading, position n the registry's bucket n - 1 */
static void *ports_start(struct seq_file *m, loff_t *pos)
{
	return *pos > hvport_registry_buckets() ? NULL : pos;
}

static void *ports_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return ports_start(m, pos);
}

static void ports_stop(struct seq_file *m, void *v)
{
}

static int ports_show(struct seq_file *m, void *v)
{
	loff_t pos = *(loff_t *)v;

	if (pos)
		hvport_registry_show_bucket(m, pos - 1);
	else
		seq_printf(m, "%-10s %18s %8s %-8s %-8s %7s %s\n", "kind",
			   "partition", "id", "type", "state", "pid", "comm");
	return 0;
}

static const struct seq_operations ports_sops = {
	.start	= ports_start,
	.next	= ports_next,
	.stop	= ports_stop,
	.show	= ports_show,
};
DEFINE_SEQ_ATTRIBUTE(ports);

static const struct {
	const char *name;
	size_t offset;
} counters[] = {
#define COUNTER(name) { #name, offsetof(struct hvport_counters, name) }
	COUNTER(hypercalls),
	COUNTER(refused_by_kernel),
	COUNTER(refused_by_hypervisor),
	COUNTER(undone),
	COUNTER(left_behind),
	COUNTER(lost),
	COUNTER(pages_deposited),
	COUNTER(pages_withdrawn),
#undef COUNTER
};

static u64 sum(size_t offset)
{
	u64 total = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		total += READ_ONCE(*(u64 *)((u8 *)per_cpu_ptr(&hvport_counters, cpu) +
					    offset));
	return total;
}

static int counters_show(struct seq_file *m, void *v)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(counters); i++)
		seq_printf(m, "%s %llu\n", counters[i].name, sum(counters[i].offset));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counters);

void hvport_debugfs_init(void)
{
	directory = debugfs_create_dir("hvport", NULL);
	debugfs_create_file("ports", 0400, directory, NULL, &ports_fops);
	debugfs_create_file("counters", 0400, directory, NULL, &counters_fops);
}

void hvport_debugfs_exit(void)
{
	debugfs_remove_recursive(directory);
}
