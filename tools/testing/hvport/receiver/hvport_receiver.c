// SPDX-License-Identifier: GPL-2.0-only
/*
 * A receiver for tests: sets up the SynIC on every processor and counts what
 * arrives there on one SINT, so that a test sees that a message or an event
 * reached the right processor by a real interrupt. For guests of testhv whose
 * kernel knows Hyper-V and has no VMBus: it takes the interrupt that VMBus
 * would have. hvport itself receives nothing.
 *
 * TLFS, "Virtual interrupt control", SIM and SIEF pages.
 */
#include <linux/bits.h>
#include <linux/cpu.h>
#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <asm/mshyperv.h>
#include <asm/msr.h>

#define SINT		3	/* VMBus has 2 */
#define SLOT_SIZE	256	/* bytes for each SINT in either page */
#define SINT_MASKED	BIT(16)
#define PAGE_ENABLE	1
#define PENDING		1	/* in the flags of a message */

/* HV_MESSAGE as far as it is looked at */
struct slot {
	u32 type;
	u8 payload_size;
	u8 flags;
	u16 reserved;
	u64 sender;
	u32 number;	/* first bytes of the payload: the test counts in them */
};

struct received {
	void *messages;		/* SIM page */
	void *events;		/* SIEF page */
	unsigned long interrupts;
	unsigned long message_count;
	unsigned long flag_count;
	unsigned long out_of_order;
	u32 last;
};

static DEFINE_PER_CPU(struct received, received);
static struct dentry *file;

static void write_msr(u32 msr, u64 value)
{
	wrmsr(msr, lower_32_bits(value), upper_32_bits(value));
}

static void take_messages(struct received *r)
{
	struct slot *slot = r->messages + SINT * SLOT_SIZE;
	bool more = true;
	u32 number;

	while (more && READ_ONCE(slot->type)) {
		number = READ_ONCE(slot->number);
		if (r->message_count && number != r->last + 1)
			r->out_of_order++;
		r->last = number;
		r->message_count++;
		/* The slot is free before it is asked whether one more waits */
		xchg(&slot->type, 0);
		more = READ_ONCE(slot->flags) & PENDING;
		if (more)
			write_msr(HV_X64_MSR_EOM, 0);
	}
}

static void take_flags(struct received *r)
{
	unsigned long *word = r->events + SINT * SLOT_SIZE;
	unsigned long *end = word + SLOT_SIZE / sizeof(*word);

	for (; word < end; word++)
		r->flag_count += hweight_long(xchg(word, 0));
}

static void handle(void)
{
	struct received *r = this_cpu_ptr(&received);

	r->interrupts++;
	take_messages(r);
	take_flags(r);
}

static void enable(void *unused)
{
	struct received *r = this_cpu_ptr(&received);

	write_msr(HV_X64_MSR_SIMP, virt_to_phys(r->messages) | PAGE_ENABLE);
	write_msr(HV_X64_MSR_SIEFP, virt_to_phys(r->events) | PAGE_ENABLE);
	write_msr(HV_X64_MSR_SINT0 + SINT, HYPERVISOR_CALLBACK_VECTOR);
	write_msr(HV_X64_MSR_SCONTROL, 1);
}

static void disable(void *unused)
{
	write_msr(HV_X64_MSR_SINT0 + SINT, SINT_MASKED);
	write_msr(HV_X64_MSR_SCONTROL, 0);
	write_msr(HV_X64_MSR_SIEFP, 0);
	write_msr(HV_X64_MSR_SIMP, 0);
}

static int receiver_show(struct seq_file *m, void *v)
{
	struct received *r;
	int cpu;

	for_each_online_cpu(cpu) {
		r = per_cpu_ptr(&received, cpu);
		seq_printf(m, "%d interrupts %lu messages %lu flags %lu disorder %lu\n",
			   cpu, READ_ONCE(r->interrupts), READ_ONCE(r->message_count),
			   READ_ONCE(r->flag_count), READ_ONCE(r->out_of_order));
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(receiver);

static void free_pages_of_all(void)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		free_page((unsigned long)per_cpu(received, cpu).messages);
		free_page((unsigned long)per_cpu(received, cpu).events);
	}
}

static int __init receiver_init(void)
{
	int cpu;

	for_each_online_cpu(cpu) {
		per_cpu(received, cpu).messages = (void *)get_zeroed_page(GFP_KERNEL);
		per_cpu(received, cpu).events = (void *)get_zeroed_page(GFP_KERNEL);
		if (!per_cpu(received, cpu).messages || !per_cpu(received, cpu).events) {
			free_pages_of_all();
			return -ENOMEM;
		}
	}
	hv_setup_vmbus_handler(handle);
	on_each_cpu(enable, NULL, 1);
	file = debugfs_create_file("hvport_receiver", 0444, NULL, NULL, &receiver_fops);
	return 0;
}

static void __exit receiver_exit(void)
{
	debugfs_remove(file);
	on_each_cpu(disable, NULL, 1);
	hv_remove_vmbus_handler();
	free_pages_of_all();
}

module_init(receiver_init);
module_exit(receiver_exit);

MODULE_DESCRIPTION("Receiver of Hyper-V messages and events, for the tests of hvport");
MODULE_LICENSE("GPL");
