// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/kernel/debug/hvport: what is owned, and what happened, for people. Reads
 * only; nothing here is an interface for programs.
 */
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/stddef.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"
#include "registry.h"

static struct dentry *directory;

/* Position 0 is the heading, position n bucket n - 1 of the registry */
static void *ports_start(struct seq_file *m, loff_t *pos)
{
	return *pos > ARRAY_SIZE(hvport_buckets) ? NULL : pos;
}

static void *ports_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return ports_start(m, pos);
}

static void ports_stop(struct seq_file *m, void *v)
{
}

static void show_object(struct seq_file *m, const struct hvport_object *object,
			u32 state)
{
	static const char * const kinds[] = { "port", "connection" };
	static const char * const states[] = {
		"reserved", "live", "claimed", "seized", "doomed"
	};
	static const char * const types[] = {
		[HV_PORT_TYPE_MESSAGE]	= "message",
		[HV_PORT_TYPE_EVENT]	= "event",
		[HV_PORT_TYPE_MONITOR]	= "monitor",
		[HV_PORT_TYPE_DOORBELL]	= "doorbell",
	};

	seq_printf(m, "%-10s %#18llx %#8x %-8s %-8s %7d ", kinds[object->kind],
		   object->partition, object->id, types[object->type],
		   states[state], object->file->pid);
	/* A process can call itself anything, a line break included */
	seq_escape(m, object->file->comm, "\n\\");
	seq_putc(m, '\n');
}

/* A line for each object in a bucket. seq_printf() does not sleep. */
static void show_bucket(struct seq_file *m, struct hvport_bucket *bucket)
{
	struct hvport_object *object;
	u32 state;

	spin_lock(&bucket->lock);
	hlist_for_each_entry(object, &bucket->objects, node) {
		state = READ_ONCE(object->state);
		if (state != HVPORT_ABSENT)
			show_object(m, object, state);
	}
	spin_unlock(&bucket->lock);
}

static int ports_show(struct seq_file *m, void *v)
{
	loff_t pos = *(loff_t *)v;

	if (pos)
		show_bucket(m, &hvport_buckets[pos - 1]);
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
