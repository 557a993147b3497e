/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of the pure translation of HV_STATUS to errno.
 */
#ifndef HVPORT_STATUS_H
#define HVPORT_STATUS_H

#include <linux/types.h>

/**
 * hvport_status_errno() - the errno that sums up a hypervisor's answer
 * @code: call code of the hypercall that was answered
 * @status: the HV_STATUS, already masked out of the result
 *
 * The errno loses information; the raw status goes to the caller beside it.
 *
 * Return: 0 for HV_STATUS_SUCCESS, else a negative errno; -EIO for a status
 * that has none of its own. Any context.
 */
int hvport_status_errno(u16 code, u16 status);

#endif /* HVPORT_STATUS_H */
