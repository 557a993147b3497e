// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields that the calls about ports and about connections have in common. Each
 * function answers the HV_STATUS that the value is refused with. What only one
 * call has is judged in that call's own file.
 */
#include "check.h"
#include "hypercall.h"
#include "partition.h"

#define VTLS_ARCHITECTURAL	16
#define PROXIMITY_RESERVED	0x7ffffffeU	/* HV_PROXIMITY_DOMAIN_FLAGS bits 30:1 */
#define PROXIMITY_VALID		0x80000000U
#define PROXIMITY_DOMAIN	0	/* the machine has one */

/*
 * 0 to 15 can be, so more is malformed. A level that can be but that the
 * partition does not have is the "VTL state" that conflicts with the call.
 */
u16 check_vtl(u8 vtl)
{
	if (vtl >= VTLS_ARCHITECTURAL)
		return STATUS_INVALID_PARAMETER;
	return vtl < partition.vtl_count ? STATUS_SUCCESS : STATUS_INVALID_VTL_STATE;
}

/* Without InfoValid the domain is not looked at */
u16 check_proximity(u32 domain, u32 flags)
{
	if (flags & PROXIMITY_RESERVED)
		return STATUS_INVALID_PROXIMITY_INFO;
	if (flags & PROXIMITY_VALID && domain != PROXIMITY_DOMAIN)
		return STATUS_INVALID_PROXIMITY_INFO;
	return STATUS_SUCCESS;
}
