// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a Multiboot 0.6.96 loader hands over: a command line, two modules (kernel
 * and initramfs) and the machine's memory map. QEMU puts the file name in front
 * of each text.
 */
#include "console.h"
#include "guest_memory.h"
#include "multiboot.h"
#include "start.h"

#define LOADER_MAGIC		0x2badb002
#define INFO_COMMAND_LINE	BIT(2)
#define INFO_MODULES		BIT(3)
#define INFO_MEMORY_MAP		BIT(6)
#define INFO_NEEDED		(INFO_COMMAND_LINE | INFO_MODULES | INFO_MEMORY_MAP)
#define MODULES_NEEDED		2

struct multiboot_info {
	u32 flags;
	u32 memory_lower, memory_upper;
	u32 boot_device;
	u32 command_line;
	u32 module_count;
	u32 modules;
	u32 symbols[4];
	u32 map_length;
	u32 map;
};

struct multiboot_module {
	u32 start, end;
	u32 command_line;
	u32 reserved;
};

struct multiboot_range {
	u32 size;		/* of what follows */
	u64 start, length;
	u32 type;
} __attribute__((packed));

static const char *behind_file_name(u32 text)
{
	const char *s = (const char *)(u64)text;

	while (*s && *s != ' ')
		s++;
	while (*s == ' ')
		s++;
	return s;
}

static void read_module(const struct multiboot_module *from, struct boot_module *to)
{
	to->start = from->start;
	to->size = from->end - from->start;
	to->command_line = behind_file_name(from->command_line);
}

static void read_memory_map(const struct multiboot_info *mb)
{
	u64 at = mb->map, end = at + mb->map_length;

	while (at < end) {
		const struct multiboot_range *r = (const struct multiboot_range *)at;

		if (r->type == MEMORY_RAM && r->start + r->length > 4 * GIB)
			panic("there is RAM above 4 GiB: start QEMU with less than 3 GiB (-m)");
		memory_add(r->start, r->start + r->length, r->type);
		at += r->size + sizeof(r->size);
	}
}

void multiboot_read(struct boot_info *info)
{
	const struct multiboot_info *mb = (const struct multiboot_info *)(u64)multiboot_info;
	const struct multiboot_module *modules;

	if (multiboot_magic != LOADER_MAGIC || (mb->flags & INFO_NEEDED) != INFO_NEEDED ||
	    mb->module_count != MODULES_NEEDED)
		panic("start QEMU with -kernel testhv.elf -initrd \"KERNEL COMMANDLINE,INITRAMFS\"");
	modules = (const struct multiboot_module *)(u64)mb->modules;
	info->command_line = behind_file_name(mb->command_line);
	read_module(&modules[0], &info->kernel);
	read_module(&modules[1], &info->initramfs);
	read_memory_map(mb);
}
