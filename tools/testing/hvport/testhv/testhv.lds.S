/* SPDX-License-Identifier: GPL-2.0-only */
/* One image, one segment, the Multiboot header first. */
#include "layout.h"

ENTRY(start)

SECTIONS
{
	. = IMAGE_START;
	.text : { *(.multiboot) *(.text .text.*) }
	.rodata : { *(.rodata .rodata.*) }
	.data : { *(.data .data.*) }
	.bss : { *(.bss .bss.*) *(COMMON) }
	ASSERT(. <= IMAGE_END, "the image does not fit its place in memory")
	/DISCARD/ : { *(.comment) *(.note.*) *(.eh_frame) }
}
