// SPDX-License-Identifier: GPL-2.0-only
/*
 * Issue a hypercall: control word, gate, trace, count, and memory for a
 * hypervisor that asks for it. Knows the calling convention and nothing of what
 * the calls mean or who may make them.
 */
#include <linux/build_bug.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"
#include "status.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

DEFINE_PER_CPU(struct hvport_counters, hvport_counters);

/* Once set, only this task may still make calls: it cleans up for a reboot */
static struct task_struct *closer;

/* How often a call that wants memory is made again after a deposit */
#define DEPOSIT_ROUNDS	16

/* How often a rep call may come back without having got any further */
#define REP_IDLE_ROUNDS	16

/* The input block of a message; a module's per-CPU memory is not in the direct map */
static DEFINE_PER_CPU(struct hv_input_post_message *, message_block);

/**
 * hvport_hypercall_init() - get ready to make calls
 *
 * Return: 0, or -ENOMEM; then there is something for hvport_hypercall_exit() to
 * free all the same. May sleep.
 */
int hvport_hypercall_init(void)
{
	struct hv_input_post_message *block;
	int cpu;

	/* Aligned to its size, a power of two, so that it does not cross a page */
	BUILD_BUG_ON_NOT_POWER_OF_2(sizeof(*block));
	for_each_possible_cpu(cpu) {
		block = kmalloc_node(sizeof(*block), GFP_KERNEL, cpu_to_node(cpu));
		if (!block)
			return -ENOMEM;
		per_cpu(message_block, cpu) = block;
	}
	return 0;
}

void hvport_hypercall_exit(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		kfree(per_cpu(message_block, cpu));
}

/* May the caller make no call any more? */
bool hvport_hypercall_closed(void)
{
	struct task_struct *only = READ_ONCE(closer);

	return only && only != current;
}

/*
 * The message is on its caller's stack, which need not be in the direct map. The
 * copy is this CPU's until the hypervisor has read it.
 */
static u64 issue_message(const struct hvport_call *call)
{
	struct hv_input_post_message **block = get_cpu_ptr(&message_block);
	u64 result;

	**block = *call->message;
	result = hvport_transport_call(call->code, *block, NULL);
	put_cpu_ptr(&message_block);
	return result;
}

static u64 issue(const struct hvport_call *call)
{
	if (hvport_hypercall_closed())
		return HVPORT_NO_PAGE;
	if (call->message)
		return issue_message(call);
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

static void count(u16 status)
{
	this_cpu_inc(hvport_counters.hypercalls);
	if (status != HV_STATUS_SUCCESS)
		this_cpu_inc(hvport_counters.refused_by_hypervisor);
}

/*
 * One try. It is made inside an RCU read section, which is what
 * hvport_hypercall_close() and hvport_transport_exit() wait for; whether the
 * object of a successful call exists is noted inside it as well.
 */
static int try(const struct hvport_call *call, u16 *status)
{
	u64 result;

	rcu_read_lock();
	result = issue_traced(call);
	if (call->makes && result != HVPORT_NO_PAGE)
		WRITE_ONCE(call->makes->made,
			   !(result & HV_HYPERCALL_STATUS_MASK));
	rcu_read_unlock();
	if (result == HVPORT_NO_PAGE)
		return -ENODEV;
	*status = result & HV_HYPERCALL_STATUS_MASK;
	count(*status);
	return 0;
}

/*
 * The hypervisor has no memory for what the call makes: give it some and call
 * again, as often as is sane.
 */
static int try_with_deposits(const struct hvport_call *call,
			     struct hvport_result *result)
{
	int rounds, error;

	for (rounds = 0; rounds < DEPOSIT_ROUNDS; rounds++) {
		error = hvport_memory_deposit(call->partition, result->hv_status,
					      &result->deposits);
		if (error)
			return error;
		error = try(call, &result->hv_status);
		if (error || !hvport_memory_wanted(result->hv_status))
			return error;
	}
	return 0;
}

/**
 * hvport_hypercall() - make a call of the hypervisor
 * @call: what to call with what
 * @result: zeroed, or left by an earlier call; what the hypervisor answered.
 *	Deposits add up.
 *
 * A call that makes an object deposits memory when the hypervisor asks for it
 * and this partition may. May sleep; no spinlock may be held.
 *
 * Return: 0; -ENODEV: the hypercall page is gone; -EINTR: killed while
 * depositing; else the errno of the status.
 */
int hvport_hypercall(const struct hvport_call *call,
		     struct hvport_result *result)
{
	int error;

	result->stage = HVPORT_STAGE_NONE;
	result->hv_status = HV_STATUS_SUCCESS;
	error = try(call, &result->hv_status);
	if (error)
		return hvport_refuse(result, error, 0);
	if (result->hv_status == HV_STATUS_SUCCESS)
		return 0;
	if (call->makes && hvport_memory_wanted(result->hv_status))
		error = try_with_deposits(call, result);
	if (error == -ENODEV) {
		result->hv_status = HV_STATUS_SUCCESS;
		return hvport_refuse(result, error, 0);
	}
	if (!error)
		error = hvport_status_errno(call->code, result->hv_status);
	if (error)
		result->stage = HVPORT_STAGE_HYPERVISOR;
	return error;
}

static u64 issue_rep(const struct hvport_rep_call *call, u16 start)
{
	u64 control = call->code |
		      (u64)call->count << HV_HYPERCALL_REP_COUNT_SHIFT |
		      (u64)start << HV_HYPERCALL_REP_START_SHIFT;
	u64 result = HVPORT_NO_PAGE, before = ktime_get_ns();

	rcu_read_lock();
	if (!hvport_hypercall_closed())
		result = hvport_transport_call(control, call->input, call->output);
	rcu_read_unlock();
	trace_hvport_hypercall(call->code, call->partition, call->count, result,
			       ktime_get_ns() - before);
	return result;
}

/**
 * hvport_hypercall_rep() - make a rep call until all elements are done
 * @call: what to call with what
 * @done: elements done so far, 0 at first; counts all from the beginning
 *
 * The hypervisor may come back early, with success or with TIME_OUT, to let the
 * machine breathe; the call then goes on at the next element. TLFS, "Rep
 * hypercalls". May sleep, and stops between two calls when a fatal signal is
 * pending.
 *
 * Return: the last HV_STATUS. Less than all can be done, whatever it is.
 */
u16 hvport_hypercall_rep(const struct hvport_rep_call *call, u16 *done)
{
	int idle = 0;
	u64 result;
	u16 status, before;

	do {
		before = *done;
		result = issue_rep(call, before);
		if (result == HVPORT_NO_PAGE)
			return HV_STATUS_OPERATION_FAILED;
		status = result & HV_HYPERCALL_STATUS_MASK;
		count(status);
		/* What is done stays done, whatever a hypervisor says later */
		*done = clamp_t(u16, (result >> HV_HYPERCALL_REP_DONE_SHIFT) &
				HV_HYPERCALL_REP_MASK, before, call->count);
		idle = *done > before ? 0 : idle + 1;
		cond_resched();
	} while (*done < call->count && idle < REP_IDLE_ROUNDS &&
		 (status == HV_STATUS_SUCCESS || status == HV_STATUS_TIME_OUT) &&
		 !fatal_signal_pending(current));
	return status;
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
