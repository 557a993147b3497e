/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_MULTIBOOT_H
#define TESTHV_MULTIBOOT_H

#include "linux.h"

struct boot_info {
	const char *command_line;	/* the hypervisor's own */
	struct boot_module kernel;
	struct boot_module initramfs;
};

/* Read what the loader left, and fill the memory map from it */
void multiboot_read(struct boot_info *info);

#endif /* TESTHV_MULTIBOOT_H */
