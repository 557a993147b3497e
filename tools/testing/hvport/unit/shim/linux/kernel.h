/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel's pure files use of linux/kernel.h, on the host. */
#ifndef SHIM_LINUX_KERNEL_H
#define SHIM_LINUX_KERNEL_H

#include <linux/build_bug.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))
#endif

#endif /* SHIM_LINUX_KERNEL_H */
