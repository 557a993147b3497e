// SPDX-License-Identifier: GPL-2.0-only
/*
 * The commands of testhv_control.h, one function each: arguments are taken from
 * the guest's registers and results are left there. A function answers false
 * for TESTHV_ERROR; the registers then stay as they were.
 */
#include "calllog.h"
#include "connection.h"
#include "console.h"
#include "control.h"
#include "control_objects.h"
#include "doorbell.h"
#include "fault.h"
#include "hold.h"
#include "hypercall_page.h"
#include "message.h"
#include "msr.h"
#include "partition.h"
#include "port.h"
#include "string.h"
#include "vp.h"

void control_put_chunk(struct guest_regs *r, const u8 *bytes)
{
	memcpy(&r->rbx, bytes, 8);
	memcpy(&r->rcx, bytes + 8, 8);
	memcpy(&r->rsi, bytes + 16, 8);
	memcpy(&r->rdi, bytes + 24, 8);
}

static bool control_stat(struct vp *vp, struct guest_regs *r)
{
	switch (r->rbx) {
	case TESTHV_STAT_CALLS:
		r->rbx = calllog_total();
		return true;
	case TESTHV_STAT_LOG_ENTRIES:
		r->rbx = calllog_count();
		return true;
	case TESTHV_STAT_PORTS:
		r->rbx = port_count();
		return true;
	case TESTHV_STAT_CONNECTIONS:
		r->rbx = connection_count();
		return true;
	case TESTHV_STAT_VIOLATIONS:
		r->rbx = violations_pending();
		return true;
	case TESTHV_STAT_FAULTS_LEFT:
		r->rbx = fault_calls_left();
		return true;
	case TESTHV_STAT_MESSAGES_QUEUED:
		r->rbx = message_count();
		return true;
	case TESTHV_STAT_INTERRUPTS:
		r->rbx = synic_interrupts();
		return true;
	case TESTHV_STAT_DOORBELLS:
		r->rbx = doorbell_rings();
		return true;
	case TESTHV_STAT_HELD:
		r->rbx = hold_count();
		return true;
	}
	return false;
}

static bool control_read_msr(struct vp *vp, struct guest_regs *r)
{
	u64 value;

	if (r->rcx >= vp_count || !msr_peek(&vps[r->rcx], r->rbx, &value))
		return false;
	r->rbx = value;
	return true;
}

static bool control_log_read(struct vp *vp, struct guest_regs *r)
{
	const struct testhv_log_entry *e = calllog_get(r->rbx);

	if (!e || r->rcx % CONTROL_CHUNK || r->rcx >= sizeof(*e))
		return false;
	control_put_chunk(r, (const u8 *)e + r->rcx);
	return true;
}

static bool control_log_clear(struct vp *vp, struct guest_regs *r)
{
	calllog_clear();
	return true;
}

static bool control_fault(struct vp *vp, struct guest_regs *r)
{
	return fault_add(r->rbx, r->rcx, r->rsi, r->rdi);
}

static bool control_fault_clear(struct vp *vp, struct guest_regs *r)
{
	fault_clear();
	return true;
}

static bool control_hold(struct vp *vp, struct guest_regs *r)
{
	if (r->rbx >= TESTHV_ANY_CODE || r->rcx > 1)
		return false;
	hold_arm(r->rbx, r->rcx);
	return true;
}

static bool control_release(struct vp *vp, struct guest_regs *r)
{
	hold_release();
	return true;
}

static bool control_set_privileges(struct vp *vp, struct guest_regs *r)
{
	u64 old = partition.privileges;

	partition.privileges = r->rbx;
	r->rbx = old;
	return true;
}

static bool control_take_violations(struct vp *vp, struct guest_regs *r)
{
	r->rbx = violations_take();
	return true;
}

static bool control_report(struct vp *vp, struct guest_regs *r)
{
	struct line line = { .len = 0 };

	line_add(&line, "testhv: end calls=%llu ports=%llu connections=%llu ",
		 calllog_total(), port_count(), connection_count());
	line_add(&line, "violations=%llu os_id=0x%llx hypercall=0x%llx",
		 violations_pending(), partition.guest_os_id, partition.hypercall_msr);
	line_print(&line);
	return true;
}

static bool control_identity(struct vp *vp, struct guest_regs *r)
{
	r->rbx = PARTITION_OWN;
	r->rcx = partition.vtl_count;
	r->rsi = partition.privileges;
	r->rdi = vp->index;
	return true;
}

static bool control_set_hypercall_msr(struct vp *vp, struct guest_regs *r)
{
	hypercall_page_replace_msr(vp, r->rbx);
	return true;
}

static bool (*const commands[])(struct vp *vp, struct guest_regs *r) = {
	[TESTHV_CMD_STAT] = control_stat,
	[TESTHV_CMD_READ_MSR] = control_read_msr,
	[TESTHV_CMD_LOG_READ] = control_log_read,
	[TESTHV_CMD_LOG_CLEAR] = control_log_clear,
	[TESTHV_CMD_FAULT] = control_fault,
	[TESTHV_CMD_FAULT_CLEAR] = control_fault_clear,
	[TESTHV_CMD_SET_PRIVILEGES] = control_set_privileges,
	[TESTHV_CMD_PLANT_PORT] = control_plant_port,
	[TESTHV_CMD_READ_PORT] = control_read_port,
	[TESTHV_CMD_TAKE_VIOLATIONS] = control_take_violations,
	[TESTHV_CMD_REPORT] = control_report,
	[TESTHV_CMD_READ_PORT_BLOCK] = control_read_port_block,
	[TESTHV_CMD_IDENTITY] = control_identity,
	[TESTHV_CMD_PLANT_CONNECTION] = control_plant_connection,
	[TESTHV_CMD_READ_CONNECTION] = control_read_connection,
	[TESTHV_CMD_SET_POOL] = control_set_pool,
	[TESTHV_CMD_READ_POOL] = control_read_pool,
	[TESTHV_CMD_SET_REP_LIMIT] = control_set_rep_limit,
	[TESTHV_CMD_KEEP_PAGES] = control_keep_pages,
	[TESTHV_CMD_TAKE_MESSAGE] = control_take_message,
	[TESTHV_CMD_TAKE_FLAGS] = control_take_flags,
	[TESTHV_CMD_PEER] = control_peer,
	[TESTHV_CMD_HOLD] = control_hold,
	[TESTHV_CMD_RELEASE] = control_release,
	[TESTHV_CMD_SET_HYPERCALL_MSR] = control_set_hypercall_msr,
	[TESTHV_CMD_RELEASE_KEPT] = control_release_kept,
	[TESTHV_CMD_MISNAME_PAGES] = control_misname_pages,
};

void control_command(struct vp *vp)
{
	u64 command = vp->vmcb->rax;

	if (command == TESTHV_CMD_PROBE) {
		vp->vmcb->rax = TESTHV_MAGIC;
		vp->regs.rbx = vp_count;
	} else if (command < ARRAY_SIZE(commands) && commands[command] &&
		   commands[command](vp, &vp->regs)) {
		vp->vmcb->rax = 0;
	} else {
		vp->vmcb->rax = TESTHV_ERROR;
	}
}
