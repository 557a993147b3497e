/* SPDX-License-Identifier: GPL-2.0-only */
/* offsetof() and NULL, for the kernel's pure files on the host. */
#ifndef SHIM_LINUX_STDDEF_H
#define SHIM_LINUX_STDDEF_H

#include_next <linux/stddef.h>
#include <stddef.h>

#endif /* SHIM_LINUX_STDDEF_H */
