// SPDX-License-Identifier: GPL-2.0-only
/*
 * HV_STATUS to errno, the same for every caller of a call.
 *
 * PURE: two tables and a look-up, no side effects. The names and the usual
 * errno of each status are the list in hvport_status.h; here is only what
 * depends on the call.
 */
#include <linux/build_bug.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/types.h>

#include "status.h"
#include <hyperv/hvport_abi.h>

/*
 * The kernel lets only well-formed ids through. So when a call that makes
 * something says that the id is invalid, the id is taken.
 */
static const struct {
	u16 code;
	u16 status;
	int error;
} by_call[] = {
	{ HVCALL_CREATE_PORT, HV_STATUS_INVALID_PORT_ID, EEXIST },
	{ HVCALL_CONNECT_PORT, HV_STATUS_INVALID_CONNECTION_ID, EEXIST },
};

#define STATUS_ROW(value, name, error) { value, error },
static const struct {
	u16 status;
	int error;
} by_status[] = { HV_STATUS_LIST(STATUS_ROW) };
#undef STATUS_ROW

int hvport_status_errno(u16 code, u16 status)
{
	size_t i;

	if (status == HV_STATUS_SUCCESS)
		return 0;
	for (i = 0; i < ARRAY_SIZE(by_call); i++)
		if (by_call[i].code == code && by_call[i].status == status)
			return -by_call[i].error;
	for (i = 0; i < ARRAY_SIZE(by_status); i++)
		if (by_status[i].status == status)
			return -by_status[i].error;
	return -EIO;
}
