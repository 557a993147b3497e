/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where things are in physical memory, for C, assembly and the linker script.
 * The guest sees neither the image nor the trampoline page: both are reserved
 * in its memory map, and the image is not mapped in the nested page tables.
 */
#ifndef TESTHV_LAYOUT_H
#define TESTHV_LAYOUT_H

/* The image with all its data: whole 2 MiB pages, so that one kind of nested entry hides it */
#define IMAGE_START		0x200000
#define IMAGE_END		0xa00000

/* Further processors start in real mode in this page; its number is the SIPI vector */
#define TRAMPOLINE		0x7000
#define TRAMPOLINE_VECTOR	(TRAMPOLINE >> 12)

/* Where profile=lockedon and profile=root have the hypercall page */
#define HYPERCALL_PAGE		0x8000

/* The VP assist page of profile=root, which has one processor */
#define ASSIST_PAGE		0x9000

/* What Linux finds at its start: boot_params, command line, GDT */
#define LINUX_BOOT_PARAMS	0x10000
#define LINUX_GDT		0x11000
#define LINUX_COMMAND_LINE	0x12000

#define STACK_SIZE		16384

/* The selectors of start.S */
#define SELECTOR_CODE32		0x08
#define SELECTOR_DATA		0x10
#define SELECTOR_CODE64		0x18

#endif /* TESTHV_LAYOUT_H */
