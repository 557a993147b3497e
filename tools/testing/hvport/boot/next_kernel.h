/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVPORT_BOOT_NEXT_KERNEL_H
#define HVPORT_BOOT_NEXT_KERNEL_H

/*
 * Go to the kernel in /boot, "kexec": in good order, or "crash". Returns only if
 * that fails, with the reason.
 */
const char *next_kernel(const char *how);

/* Become the kernel whose image hibernation left on @disk, if there is one */
void resume_image(const char *disk);

#endif /* HVPORT_BOOT_NEXT_KERNEL_H */
