// SPDX-License-Identifier: GPL-2.0-only
/*
 * One hypercall, from the registers to the result value: may it be made here,
 * is the control word right, where are input and output, who carries it out.
 * The rules are those of the TLFS page "Hypercall Interface"; what a call does
 * with its input is in the file of its noun.
 *
 * Order of refusals: reserved bits of the control word, unknown code, the rest
 * of the control word, the addresses, a scripted fault, the privilege, and then
 * the call's own. The TLFS leaves the order open, but for ACCESS_DENIED before
 * anything that tells about other objects.
 */
#include "calllog.h"
#include "connection.h"
#include "console.h"
#include "event.h"
#include "fault.h"
#include "guest_memory.h"
#include "hold.h"
#include "hypercall.h"
#include "hypercall_page.h"
#include "message.h"
#include "partition.h"
#include "pool.h"
#include "port.h"
#include "rep.h"
#include "string.h"
#include "vp.h"

/* The control word ("hypercall input value") */
#define CONTROL_CODE_MASK	0xffffULL
#define CONTROL_FAST		BIT(16)
#define CONTROL_VARIABLE_HEADER	(0x3ffULL << 17)
#define CONTROL_NESTED		BIT(31)
#define CONTROL_RESERVED	(0xfULL << 27 | 0xfULL << 44 | 0xfULL << 60)

#define CS_LONG			BIT(9)
#define FAST_INPUT_MAX		16
#define PARAMETER_ALIGNMENT	8
#define OUTPUT_MAX		8

/* Of the call that is being handled: one at a time, svm.c */
static u8 input[PAGE_SIZE];

struct call {
	u16 code;
	u16 input_size;
	u16 output_size;
	u64 privilege;
	const char *name;
	u16 (*run)(struct vp *vp, const u8 *input, u8 *output);
	/* Of a rep call, in place of run; its elements are input or output */
	u16 (*run_rep)(struct vp *vp, const struct rep *rep, u32 element);
	bool output_list;
};

static u16 run_get_partition_id(struct vp *vp, const u8 *input, u8 *output)
{
	*(u64 *)output = PARTITION_OWN;
	return STATUS_SUCCESS;
}

/* No extended capability: a bitmap of zeros */
static u16 run_query_capabilities(struct vp *vp, const u8 *input, u8 *output)
{
	return STATUS_SUCCESS;
}

static const struct call calls[] = {
	{ CALL_GET_PARTITION_ID, 0, 8, PRIVILEGE_PARTITION_ID,
	  "HvCallGetPartitionId", run_get_partition_id, NULL, false },
	{ CALL_DEPOSIT_MEMORY, 8, 0, PRIVILEGE_MEMORY_POOL,
	  "HvCallDepositMemory", NULL, pool_deposit, false },
	{ CALL_WITHDRAW_MEMORY, 16, 0, PRIVILEGE_MEMORY_POOL,
	  "HvCallWithdrawMemory", NULL, pool_withdraw, true },
	{ CALL_DELETE_PORT, 16, 0, PRIVILEGE_CREATE_PORT,
	  "HvCallDeletePort", port_delete, NULL, false },
	{ CALL_DISCONNECT_PORT, 16, 0, PRIVILEGE_CONNECT_PORT,
	  "HvCallDisconnectPort", connection_disconnect, NULL, false },
	{ CALL_POST_MESSAGE, 256, 0, PRIVILEGE_POST_MESSAGES,
	  "HvCallPostMessage", message_post, NULL, false },
	{ CALL_SIGNAL_EVENT, 8, 0, PRIVILEGE_SIGNAL_EVENTS,
	  "HvCallSignalEvent", event_signal, NULL, false },
	{ CALL_CREATE_PORT, 56, 0, PRIVILEGE_CREATE_PORT,
	  "HvCallCreatePort", port_create, NULL, false },
	{ CALL_CONNECT_PORT, 72, 0, PRIVILEGE_CONNECT_PORT,
	  "HvCallConnectPort", connection_connect, NULL, false },
	{ CALL_EXT_QUERY_CAPABILITIES, 0, 8, PRIVILEGE_EXTENDED_HYPERCALLS,
	  "HvExtCallQueryCapabilities", run_query_capabilities, NULL, false },
};

static const struct call *call_find(u16 code)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(calls); i++)
		if (calls[i].code == code)
			return &calls[i];
	return NULL;
}

/*
 * "Legal Hypercall Environments": CPL 0 and, here, 64-bit mode. Only through
 * the page: code copied from it "might result in #UD", and here it does.
 */
static bool environment_legal(struct vp *vp)
{
	struct vmcb *vmcb = vp->vmcb;
	u64 gpa;

	if (vmcb->cpl || !(vmcb->efer & EFER_LMA) || !(vmcb->cs.attributes & CS_LONG)) {
		say("vp %u: hypercall outside of 64-bit mode at CPL 0, #UD", vp->index);
		return false;
	}
	if (hypercall_page_is_copied())
		return true;
	if (guest_translate(vp, vmcb->rip, &gpa) && hypercall_page_covers(gpa))
		return true;
	violation(vp, "hypercall from 0x%llx, which is not in the hypercall page", vmcb->rip);
	return false;
}

/* "Hypercall Inputs": no call here takes a variable header, and only rep calls a count */
static u16 control_status(struct vp *vp, u64 control, const struct call *call)
{
	if (control & CONTROL_RESERVED) {
		violation(vp, "reserved bits in control word 0x%llx", control);
		return STATUS_INVALID_HYPERCALL_INPUT;
	}
	if (!call)
		return STATUS_INVALID_HYPERCALL_CODE;
	if (control & CONTROL_VARIABLE_HEADER) {
		violation(vp, "variable header for a fixed block, control word 0x%llx", control);
		return STATUS_INVALID_HYPERCALL_INPUT;
	}
	if (!call->run_rep && (rep_count(control) || rep_start(control))) {
		violation(vp, "rep fields for a simple call, control word 0x%llx", control);
		return STATUS_INVALID_HYPERCALL_INPUT;
	}
	if (call->run_rep && rep_start(control) >= rep_count(control)) {
		violation(vp, "no element from the start index on, control word 0x%llx", control);
		return STATUS_INVALID_HYPERCALL_INPUT;
	}
	if (control & CONTROL_NESTED) {
		violation(vp, "nested bit, but nothing is nested, control word 0x%llx", control);
		return STATUS_INVALID_HYPERCALL_INPUT;
	}
	return STATUS_SUCCESS;
}

/* "Alignment Requirements" and INVALID_ALIGNMENT in "Common Hypercall Status Codes" */
static u16 address_status(struct vp *vp, const char *what, u64 gpa, u64 size)
{
	const char *wrong = NULL;

	if (gpa % PARAMETER_ALIGNMENT)
		wrong = "is not aligned to 8 bytes";
	else if (gpa % PAGE_SIZE + size > PAGE_SIZE)
		wrong = "crosses a page";
	else if (!memory_is_ram(gpa, size))
		wrong = "is not RAM";
	else if (hypercall_page_covers(gpa))
		wrong = "is in the hypercall page";
	else if (pool_has(gpa))
		wrong = "is deposited";
	if (!wrong)
		return STATUS_SUCCESS;
	violation(vp, "%s at 0x%llx, %llu bytes, %s", what, gpa, size, wrong);
	return STATUS_INVALID_ALIGNMENT;
}

/* The list of a rep call follows its header in memory, or is all of its output */
static u64 list_size(const struct call *call, u64 control)
{
	return call->run_rep ? (u64)rep_count(control) * REP_ELEMENT_SIZE : 0;
}

static u64 input_size(const struct call *call, u64 control)
{
	return call->input_size + (call->output_list ? 0 : list_size(call, control));
}

static u64 output_size(const struct call *call, u64 control)
{
	return call->output_size + (call->output_list ? list_size(call, control) : 0);
}

/* Bring the input from registers or from memory, and as much of it as fits into the log */
static u16 fetch_input(struct vp *vp, const struct call *call, struct testhv_log_entry *e)
{
	u64 size = input_size(call, e->control);
	u16 status;

	if (e->control & CONTROL_FAST) {
		memcpy(input, &e->input_gpa, 8);
		memcpy(input + 8, &e->output_gpa, 8);
	} else if (size) {
		status = address_status(vp, "input", e->input_gpa, size);
		if (status)
			return status;
		memcpy(input, guest_pointer(e->input_gpa), size);
	}
	e->input_size = size < sizeof(e->input) ? size : sizeof(e->input);
	memcpy(e->input, input, e->control & CONTROL_FAST ? FAST_INPUT_MAX : e->input_size);
	return STATUS_SUCCESS;
}

static u16 check_output(struct vp *vp, const struct call *call, struct testhv_log_entry *e)
{
	u64 size = output_size(call, e->control);

	if (!size || e->control & CONTROL_FAST)
		return STATUS_SUCCESS;
	return address_status(vp, "output", e->output_gpa, size);
}

/*
 * More input than RDX and R8 hold, or any output, needs the XMM registers, and
 * "any attempt to use this interface when the hypervisor does not indicate
 * availability will result in a #UD fault" (CPUID 0x40000003 EDX bits 4, 15).
 */
static bool needs_xmm(const struct call *call, u64 control)
{
	return control & CONTROL_FAST &&
	       (input_size(call, control) > FAST_INPUT_MAX || output_size(call, control));
}

static u64 carry_out_rep(struct vp *vp, const struct call *call, struct testhv_log_entry *e)
{
	struct rep rep = {
		.count = rep_count(e->control),
		.start = rep_start(e->control),
		.header = input,
	};

	if (call->output_list)
		rep.output = guest_pointer(e->output_gpa);
	else
		rep.list = input + call->input_size;
	return rep_carry_out(vp, call->code, &rep, call->run_rep);
}

/* Answers the result value, with the status in its lowest bits */
static u64 carry_out(struct vp *vp, const struct call *call, struct testhv_log_entry *e)
{
	u8 output[OUTPUT_MAX] __attribute__((aligned(8))) = { 0 };
	u16 status;

	if (!privileged(call->privilege))
		return STATUS_ACCESS_DENIED;
	if (call->run_rep)
		return carry_out_rep(vp, call, e);
	status = call->run(vp, input, output);
	if (!status && call->output_size)
		memcpy(guest_pointer(e->output_gpa), output, call->output_size);
	return status;
}

static u64 dispatch(struct vp *vp, const struct call *call, struct testhv_log_entry *e)
{
	u16 status = control_status(vp, e->control, call);
	u64 scripted;
	bool perform;

	if (!status)
		status = fetch_input(vp, call, e);
	if (!status)
		status = check_output(vp, call, e);
	if (vp->violated || !fault_take(e->control & CONTROL_CODE_MASK, &scripted, &perform))
		return status ? status : carry_out(vp, call, e);
	e->fault = 1;
	if (perform && !status)
		carry_out(vp, call, e);
	return scripted;
}

static void answer(struct vp *vp, u64 result)
{
	vp->vmcb->rax = result;
	vp_advance(vp, LENGTH_VMMCALL);
}

static void make_call(struct vp *vp)
{
	const struct call *call = call_find(vp->regs.rcx & CONTROL_CODE_MASK);
	struct testhv_log_entry *e = calllog_begin(vp);

	vp->violated = false;
	if (call && needs_xmm(call, e->control)) {
		violation(vp, "%s with the fast bit needs XMM registers, which are not offered",
			  call->name);
		vp_inject_ud(vp);
		e->result = vp->vmcb->rax;
	} else {
		e->result = dispatch(vp, call, e);
		if (!hold_end(vp, e->result))
			answer(vp, e->result);
	}
	e->violation = vp->violated;
	calllog_end(call ? call->name : "unknown call", e);
}

void hypercall_exit(struct vp *vp)
{
	u64 result;

	if (!environment_legal(vp)) {
		vp_inject_ud(vp);
		return;
	}
	switch (hold_begin(vp, &result)) {
	case HOLD_GO:
		make_call(vp);
		break;
	case HOLD_ANSWER:
		answer(vp, result);
		break;
	case HOLD_AGAIN:
		break;
	}
}
