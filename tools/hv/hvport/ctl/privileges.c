// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of the partition privileges that matter to ports. Data only.
 */
#include <stddef.h>

#include "hv_abi.h"
#include "privileges.h"

const struct privilege privileges[] = {
	{ HV_ACCESS_SYNIC_REGS,		"AccessSynicRegs" },
	{ HV_ACCESS_HYPERCALL_MSRS,	"AccessHypercallMsrs" },
	{ HV_ACCESS_PARTITION_ID,	"AccessPartitionId" },
	{ HV_ACCESS_MEMORY_POOL,	"AccessMemoryPool" },
	{ HV_POST_MESSAGES,		"PostMessages" },
	{ HV_SIGNAL_EVENTS,		"SignalEvents" },
	{ HV_CREATE_PORT,		"CreatePort" },
	{ HV_CONNECT_PORT,		"ConnectPort" },
	{ 0,				NULL }
};
