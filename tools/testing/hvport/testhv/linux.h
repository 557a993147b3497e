/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_LINUX_H
#define TESTHV_LINUX_H

#include "types.h"

struct vp;

/* A Multiboot module: bytes and the text behind its file name */
struct boot_module {
	u64 start;
	u64 size;
	const char *command_line;
};

/* Put kernel and initramfs where the kernel wants them, and VP at its entry */
void linux_load(struct vp *vp, const struct boot_module *kernel,
		const struct boot_module *initramfs);

#endif /* TESTHV_LINUX_H */
