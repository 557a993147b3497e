/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which errno each HV_STATUS must become, typed from the documentation of the
 * user interface and the TLFS. It must not be taken from a header of hvport:
 * the point is to have it twice.
 */
#ifndef EXPECTED_STATUS_H
#define EXPECTED_STATUS_H

#include <errno.h>
#include "kselftest.h"

struct expected_status {
	unsigned int status;
	int error;
};

static const struct expected_status expected_status[] = {
	{ 0x02, EOPNOTSUPP },	/* INVALID_HYPERCALL_CODE */
	{ 0x03, EINVAL },	/* INVALID_HYPERCALL_INPUT */
	{ 0x04, EINVAL },	/* INVALID_ALIGNMENT */
	{ 0x05, EINVAL },	/* INVALID_PARAMETER */
	{ 0x06, EACCES },	/* ACCESS_DENIED */
	{ 0x07, EBUSY },	/* INVALID_PARTITION_STATE */
	{ 0x08, EPERM },	/* OPERATION_DENIED */
	{ 0x09, EINVAL },	/* UNKNOWN_PROPERTY */
	{ 0x0a, EINVAL },	/* PROPERTY_VALUE_OUT_OF_RANGE */
	{ 0x0b, ENOMEM },	/* INSUFFICIENT_MEMORY */
	{ 0x0d, EINVAL },	/* INVALID_PARTITION_ID */
	{ 0x0e, EINVAL },	/* INVALID_VP_INDEX */
	{ 0x10, ENOENT },	/* NOT_FOUND */
	{ 0x11, ENOENT },	/* INVALID_PORT_ID */
	{ 0x12, ENOENT },	/* INVALID_CONNECTION_ID */
	{ 0x13, EAGAIN },	/* INSUFFICIENT_BUFFERS */
	{ 0x15, EBUSY },	/* INVALID_VP_STATE */
	{ 0x18, EBUSY },	/* INVALID_SYNIC_STATE */
	{ 0x19, EBUSY },	/* OBJECT_IN_USE */
	{ 0x1a, EINVAL },	/* INVALID_PROXIMITY_DOMAIN_INFO */
	{ 0x1d, ENOSPC },	/* NO_RESOURCES */
	{ 0x1e, EOPNOTSUPP },	/* FEATURE_UNAVAILABLE */
	{ 0x20, EOPNOTSUPP },	/* PROCESSOR_FEATURE_NOT_SUPPORTED */
	{ 0x51, EINVAL },	/* INVALID_VTL_STATE */
	{ 0x73, ENOMEM },	/* INSUFFICIENT_ROOT_MEMORY */
	{ 0x75, ENOMEM },	/* INSUFFICIENT_CONTIGUOUS_MEMORY */
	{ 0x83, ENOMEM },	/* INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY */
};

/* Statuses that have no row of their own, named by the TLFS or not */
static const unsigned int unlisted_status[] = {
	0x01, 0x0c, 0x0f, 0x14, 0x16, 0x17, 0x1b, 0x1c, 0x1f, 0x33, 0x41, 0x50,
	0x57, 0x60, 0x65, 0x71, 0x72, 0x78, 0x79, 0x86, 0x87, 0xff, 0x100,
	0x106, 0x7fff, 0x8000, 0xfffe, 0xffff,
};

/* The errno of @status from the call @code */
static inline int expected_errno(unsigned int code, unsigned int status)
{
	unsigned int index;
	int error = EIO;

	for (index = 0; index < ARRAY_SIZE(expected_status); index++)
		if (expected_status[index].status == status)
			error = expected_status[index].error;
	/* the id is well formed by then, so it is taken */
	if ((code == 0x0095 && status == 0x11) ||
	    (code == 0x0096 && status == 0x12))
		error = EEXIST;
	return status ? error : 0;
}

/* The status of case number @index, of all those; 0 behind the last one */
static inline unsigned int status_of_case(unsigned int index)
{
	if (index < ARRAY_SIZE(expected_status))
		return expected_status[index].status;
	index -= ARRAY_SIZE(expected_status);
	return index < ARRAY_SIZE(unlisted_status) ? unlisted_status[index] : 0;
}

#endif /* EXPECTED_STATUS_H */
