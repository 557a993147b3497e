// SPDX-License-Identifier: GPL-2.0-only
/*
 * Issue a hypercall: control word, gate, trace, count. Knows the calling
 * convention and nothing of what the calls mean or who may make them.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

DEFINE_PER_CPU(struct hvport_counters, hvport_counters);

/* Once set, only this task may still make calls: it cleans up for a reboot */
static struct task_struct *closer;

static u64 issue(const struct hvport_call *call)
{
	struct task_struct *only = READ_ONCE(closer);

	if (only && only != current)
		return HVPORT_NO_PAGE;
	if (call->input)
		return hvport_transport_call(call->code, call->input, NULL);
	return hvport_transport_fast(call->code, call->fast[0], call->fast[1]);
}

static u64 issue_traced(const struct hvport_call *call)
{
	u64 start, result;

	if (!trace_hvport_hypercall_enabled())
		return issue(call);
	start = ktime_get_ns();
	result = issue(call);
	trace_hvport_hypercall(call->code, call->partition, call->id, result,
			       ktime_get_ns() - start);
	return result;
}

/**
 * hvport_hypercall() - make a call of the hypervisor
 * @call: what to call with what
 * @status: the hypervisor's HV_STATUS, or 0 when the call could not be made
 *
 * The call is made inside an RCU read section, which is what
 * hvport_hypercall_close() and hvport_transport_exit() wait for; whether the
 * object of a successful call exists is noted inside it as well. May not be
 * called with a spinlock held.
 *
 * Return: 0, whatever the status, or -ENODEV: the hypercall page is gone.
 */
int hvport_hypercall(const struct hvport_call *call, u16 *status)
{
	u64 result;

	*status = HV_STATUS_SUCCESS;
	rcu_read_lock();
	result = issue_traced(call);
	if (call->makes && result != HVPORT_NO_PAGE)
		call->makes->made = !(result & HV_HYPERCALL_STATUS_MASK);
	rcu_read_unlock();
	if (result == HVPORT_NO_PAGE)
		return -ENODEV;

	*status = result & HV_HYPERCALL_STATUS_MASK;
	this_cpu_inc(hvport_counters.hypercalls);
	if (*status != HV_STATUS_SUCCESS)
		this_cpu_inc(hvport_counters.refused_by_hypervisor);
	return 0;
}

/**
 * hvport_hypercall_close() - from now on only the caller may make calls
 *
 * Returns when the calls of everybody else have ended. There is no way back: a
 * reboot is under way. May sleep.
 */
void hvport_hypercall_close(void)
{
	WRITE_ONCE(closer, current);
	synchronize_rcu();
}

/**
 * hvport_hypercall_partition_id() - HvCallGetPartitionId (TLFS)
 *
 * May sleep. To be called only with the AccessPartitionId privilege.
 *
 * Return: the number of this partition, 0 when it is not to be had.
 */
u64 hvport_hypercall_partition_id(void)
{
	u64 *output = kzalloc(sizeof(*output), GFP_KERNEL);
	u64 partition = 0;

	if (!output)
		return 0;
	if (!(hvport_transport_call(HVCALL_GET_PARTITION_ID, NULL, output) &
	      HV_HYPERCALL_STATUS_MASK))
		partition = *output;
	kfree(output);
	return partition;
}
