/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hypervisor's constants in user space, with the types that its header
 * wants. For files that read CPUID; not to be mixed with <linux/hvport.h>.
 */
#ifndef HVPORTCTL_HV_ABI_H
#define HVPORTCTL_HV_ABI_H

#include <assert.h>

#include <linux/types.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#include <hyperv/hvport_abi.h>

#endif /* HVPORTCTL_HV_ABI_H */
