// SPDX-License-Identifier: MIT
/*
 * Names of numbers: HV_STATUS, from the one list that the module uses too, and
 * port types.
 */
#include <stddef.h>

#include <hyperv/hvport_status.h>

#include "libhvport.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	__u16 value;
	const char *name;
} statuses[] = {
#define NAMED(value, name, error) { value, "HV_STATUS_" #name },
	HV_STATUS_LIST(NAMED)
#undef NAMED
};

const char *hvport_status_name(__u16 hv_status)
{
	size_t i;

	for (i = 0; i < COUNT(statuses); i++)
		if (statuses[i].value == hv_status)
			return statuses[i].name;
	return NULL;
}

const char *hvport_type_name(__u32 port_type)
{
	static const char *const names[] = {
		[HVPORT_TYPE_MESSAGE]	= "message",
		[HVPORT_TYPE_EVENT]	= "event",
		[HVPORT_TYPE_MONITOR]	= "monitor",
		[HVPORT_TYPE_DOORBELL]	= "doorbell",
	};

	return port_type < COUNT(names) ? names[port_type] : NULL;
}
