// SPDX-License-Identifier: GPL-2.0-only
/*
 * What to do about a failure: a table, the first row that matches is said.
 * Statuses of the hypervisor are looked up by status, refusals of the kernel by
 * field and errno.
 */
#include <errno.h>
#include <string.h>

#include <hyperv/hvport_status.h>

#include "hints.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#define V(name)	(1U << VERB_##name)
#define MAKERS	(V(CREATE) | V(VALIDATE) | V(CONNECT))
#define USERS	(V(DELETE) | V(DISCONNECT) | V(POST) | V(SIGNAL))
#define ANY	(~0U)

struct status_hint {
	__u16 hv_status;
	unsigned int verbs;
	const char *text;
};

static const struct status_hint status_hints[] = {
	{ HV_STATUS_ACCESS_DENIED, V(CREATE),
	  "the partition lacks CreatePort or may not act on the one named: see hvportctl doctor" },
	{ HV_STATUS_ACCESS_DENIED, V(CONNECT),
	  "the partition lacks ConnectPort or may not act on the one named: see hvportctl doctor" },
	{ HV_STATUS_ACCESS_DENIED, ANY,
	  "the partition lacks the privilege for this: see hvportctl info" },
	{ HV_STATUS_OPERATION_DENIED, ANY,
	  "the hypervisor does not permit this in the present state of the partition" },
	{ HV_STATUS_INVALID_HYPERCALL_CODE, ANY,
	  "this hypervisor has no such call: KVM, Xen and others imitate Hyper-V without ports" },
	{ HV_STATUS_INVALID_PORT_ID, V(CREATE),
	  "taken in the hypervisor, by a port left behind: try --any-id, or delete --foreign" },
	{ HV_STATUS_INVALID_PORT_ID, ANY,
	  "there is no such port in that partition" },
	{ HV_STATUS_INVALID_CONNECTION_ID, V(CONNECT),
	  "taken in the hypervisor, by one left behind: try --any-id, or disconnect --foreign" },
	{ HV_STATUS_INVALID_CONNECTION_ID, ANY,
	  "there is no such connection in that partition" },
	{ HV_STATUS_INVALID_PARTITION_ID, ANY,
	  "no such partition: check --port-partition and --connection-partition" },
	{ HV_STATUS_INVALID_VP_INDEX, ANY,
	  "no such virtual processor: check --vp, or use --vp any" },
	{ HV_STATUS_INVALID_VTL_STATE, ANY,
	  "the partition has no such virtual trust level: check --vtl, --min-connection-vtl" },
	{ HV_STATUS_INVALID_PROXIMITY_DOMAIN_INFO, ANY,
	  "no such proximity domain: check --proximity-domain, or leave it out" },
	{ HV_STATUS_INSUFFICIENT_MEMORY, ANY,
	  "the partition's memory pool is used up and not refilled: delete what is not needed" },
	{ HV_STATUS_NO_RESOURCES, ANY,
	  "the hypervisor has no more ports to give: delete what is not needed" },
	{ HV_STATUS_INSUFFICIENT_BUFFERS, ANY,
	  "the port's message buffers are full: try again once the receiver has taken some" },
	{ HV_STATUS_OBJECT_IN_USE, ANY,
	  "something is still connected to it: disconnect that first" },
};

struct kernel_hint {
	int error;
	unsigned int verbs;
	const char *field;	/* end of the field's name; NULL: any or none */
	const char *text;
};

static const struct kernel_hint kernel_hints[] = {
	{ EPERM, ANY, "port_type",
	  "the hypervisor writes to a monitor's address: needs CAP_SYS_RAWIO and no lockdown" },
	{ EPERM, USERS, NULL,
	  "another process made it, hvportctl list says which; --foreign does it all the same" },
	{ ENOENT, USERS, NULL,
	  "no open file owns it; if it was left behind in the hypervisor, --foreign reaches it" },
	{ EEXIST, MAKERS, NULL,
	  "a process has it already, hvportctl list says which: try another id or --any-id" },
	{ ENOSPC, MAKERS, NULL,
	  "the module's own limit on objects is reached: delete what is not needed" },
	{ EOPNOTSUPP, ANY, "flags",
	  "the module is older than this program: load the one that came with it" },
	{ EOPNOTSUPP, ANY, "port_type",
	  "the types are message (1), event (2), monitor (3) and doorbell (4)" },
	{ ENODEV, ANY, NULL,
	  "the hypercall page is gone: the machine goes down, or lost it in a suspend" },
	{ EINVAL, ANY, "_id", "ids have 24 bits: 0 to 0xffffff" },
	{ EINVAL, ANY, "_vtl", "virtual trust levels are 0 to 15" },
	{ EINVAL, ANY, "target_sint", "SINTs to use are 1 to 15; 0 is the hypervisor's own" },
	{ EINVAL, ANY, "flag_count",
	  "a port has at least one event flag, and base + count is at most 2048" },
	{ EINVAL, ANY, "flag_number", "event flags are 0 to 2047" },
	{ EINVAL, ANY, "payload_size", "a message carries at most 240 bytes" },
	{ EINVAL, ANY, "message_type", "message types are 1 to 0x7fffffff" },
	{ EINVAL, V(CONNECT), "guest_physical_address",
	  "the address must be a multiple of the trigger size" },
	{ EINVAL, V(CONNECT), "trigger_value",
	  "the value must fit the trigger size; --any-value ignores it" },
	{ EINVAL, V(CONNECT), "doorbell.flags",
	  "trigger sizes are any, byte, word, dword and qword" },
};

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text);

	return length >= strlen(end) && !strcmp(text + length - strlen(end), end);
}

static const char *hint_for_status(enum verb verb, __u16 hv_status)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(status_hints); i++)
		if (status_hints[i].hv_status == hv_status &&
		    status_hints[i].verbs & (1U << verb))
			return status_hints[i].text;
	return NULL;
}

static const char *hint_for_field(enum verb verb, const struct hvport_failure *failure)
{
	const struct kernel_hint *hint;

	for (hint = kernel_hints; hint < kernel_hints + ARRAY_SIZE(kernel_hints); hint++) {
		if (hint->error != failure->error || !(hint->verbs & (1U << verb)))
			continue;
		if (!hint->field || (failure->field && ends_with(failure->field, hint->field)))
			return hint->text;
	}
	return NULL;
}

const char *hint_for(enum verb verb, const struct hvport_failure *failure)
{
	if (failure->stage == HVPORT_STAGE_HYPERVISOR)
		return hint_for_status(verb, failure->hv_status);
	if (failure->stage == HVPORT_STAGE_KERNEL)
		return hint_for_field(verb, failure);
	if (failure->error == ENOTTY)
		return "the module does not have this call: see hvportctl info";
	if (failure->error == E2BIG)
		return "the module is older than this program: load the one that came with it";
	return NULL;
}

const char *hint_for_open(int error)
{
	if (error == EACCES || error == EPERM)
		return "the device needs CAP_SYS_ADMIN outside of containers: try as root";
	return "hvportctl doctor says what is missing";
}
