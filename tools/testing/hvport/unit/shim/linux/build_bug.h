/* SPDX-License-Identifier: GPL-2.0-only */
/* Assertions at build time, for the kernel's pure files on the host. */
#ifndef SHIM_LINUX_BUILD_BUG_H
#define SHIM_LINUX_BUILD_BUG_H

#include <assert.h>

#define BUILD_BUG_ON(condition)	static_assert(!(condition))

#endif /* SHIM_LINUX_BUILD_BUG_H */
