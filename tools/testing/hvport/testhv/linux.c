// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Linux/x86 boot protocol (Documentation/arch/x86/boot.rst): bzImage,
 * boot_params, and the 32-bit entry, which needs no page tables of ours. Runs
 * once, before the guest; the modules are overwritten as they are moved.
 */
#include "console.h"
#include "guest_memory.h"
#include "layout.h"
#include "linux.h"
#include "string.h"
#include "vp.h"

/* Offsets in boot_params, which are those in the file as well from 0x1f1 on */
#define E820_ENTRIES		0x1e8
#define SETUP_SECTS		0x1f1
#define BOOT_FLAG		0x1fe
#define HEADER_LENGTH		0x201
#define HEADER_MAGIC		0x202
#define PROTOCOL_VERSION	0x206
#define TYPE_OF_LOADER		0x210
#define LOADFLAGS		0x211
#define RAMDISK_IMAGE		0x218
#define RAMDISK_SIZE		0x21c
#define CMD_LINE_PTR		0x228
#define INITRD_ADDR_MAX		0x22c
#define CMDLINE_SIZE		0x238
#define PREF_ADDRESS		0x258
#define INIT_SIZE		0x260
#define E820_TABLE		0x2d0
#define E820_ENTRY_SIZE		20

#define MAGIC_HDRS		0x53726448
#define BOOT_FLAG_VALUE		0xaa55
#define PROTOCOL_OLDEST		0x020a	/* the first with PREF_ADDRESS and INIT_SIZE */
#define LOADER_UNDEFINED	0xff
#define LOADED_HIGH		0x01
#define SECTOR			512

#define BOOT_CS			0x10	/* __BOOT_CS, __BOOT_DS */
#define BOOT_DS			0x18
#define CODE32			0xc9b	/* attributes as in struct vmcb_segment */
#define DATA32			0xc93
#define GDT_CODE32		0x00cf9b000000ffffULL
#define GDT_DATA32		0x00cf93000000ffffULL
#define TSS32_BUSY		0x08b

static u8 *params_at(u32 offset)
{
	return (u8 *)guest_pointer(LINUX_BOOT_PARAMS) + offset;
}

static u32 get32(const u8 *at)
{
	u32 value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static void put32(u8 *at, u32 value)
{
	memcpy(at, &value, sizeof(value));
}

static void put64(u8 *at, u64 value)
{
	memcpy(at, &value, sizeof(value));
}

static void check_kernel(const u8 *image, u64 size)
{
	if (size < E820_TABLE || get32(image + HEADER_MAGIC) != MAGIC_HDRS ||
	    (get32(image + BOOT_FLAG) & 0xffff) != BOOT_FLAG_VALUE)
		panic("the first module is no bzImage");
	if ((get32(image + PROTOCOL_VERSION) & 0xffff) < PROTOCOL_OLDEST)
		panic("the kernel's boot protocol is older than 2.10");
}

static void fill_memory_map(void)
{
	u8 *entry = params_at(E820_TABLE);
	u32 i;

	for (i = 0; i < memory_map.count; i++, entry += E820_ENTRY_SIZE) {
		struct memory_range *r = &memory_map.range[i];

		put64(entry, r->start);
		put64(entry + 8, r->end - r->start);
		put32(entry + 16, r->type);
	}
	*params_at(E820_ENTRIES) = memory_map.count;
}

static void fill_boot_params(const u8 *image, const char *command_line)
{
	u32 header_end = HEADER_MAGIC + image[HEADER_LENGTH];
	size_t length = strlen(command_line);

	if (length > get32(image + CMDLINE_SIZE))
		panic("the kernel takes a command line of %u characters, not %zu",
		      get32(image + CMDLINE_SIZE), length);
	memset(params_at(0), 0, PAGE_SIZE);
	memcpy(params_at(SETUP_SECTS), image + SETUP_SECTS, header_end - SETUP_SECTS);
	memcpy(guest_pointer(LINUX_COMMAND_LINE), command_line, length + 1);
	*params_at(TYPE_OF_LOADER) = LOADER_UNDEFINED;
	*params_at(LOADFLAGS) |= LOADED_HIGH;
	put32(params_at(CMD_LINE_PTR), LINUX_COMMAND_LINE);
	fill_memory_map();
}

/* As high as the kernel allows; below it the kernel has room to unpack itself */
static void place_initramfs(const struct boot_module *initramfs, u64 floor)
{
	u64 ceiling = (u64)get32(params_at(INITRD_ADDR_MAX)) + 1;
	u64 top = memory_top_of_ram(floor, ceiling);
	u64 start = (top - initramfs->size) & PAGE_MASK;

	if (top < initramfs->size || start < floor)
		panic("not enough memory for the kernel and %llu bytes of initramfs",
		      initramfs->size);
	memmove(guest_pointer(start), (void *)initramfs->start, initramfs->size);
	put32(params_at(RAMDISK_IMAGE), start);
	put32(params_at(RAMDISK_SIZE), initramfs->size);
}

static struct vmcb_segment flat(u16 selector, u16 attributes)
{
	struct vmcb_segment s = {
		.selector = selector,
		.attributes = attributes,
		.limit = ~0U,
	};

	return s;
}

/* "32-bit Boot Protocol": protected mode, no paging, flat segments, RSI = boot_params */
static void set_entry_state(struct vp *vp, u64 entry)
{
	struct vmcb *vmcb = vp->vmcb;
	u64 *gdt = guest_pointer(LINUX_GDT);

	gdt[0] = 0;
	gdt[1] = 0;
	gdt[BOOT_CS / 8] = GDT_CODE32;
	gdt[BOOT_DS / 8] = GDT_DATA32;
	vmcb->gdtr.base = LINUX_GDT;
	vmcb->gdtr.limit = BOOT_DS + 7;
	vmcb->cr0 = CR0_PE | CR0_ET;
	vmcb->cs = flat(BOOT_CS, CODE32);
	vmcb->ds = flat(BOOT_DS, DATA32);
	vmcb->es = vmcb->ds;
	vmcb->ss = vmcb->ds;
	vmcb->fs = vmcb->ds;
	vmcb->gs = vmcb->ds;
	vmcb->tr.attributes = TSS32_BUSY;
	vmcb->rip = entry;
	vp->regs.rsi = LINUX_BOOT_PARAMS;
}

void linux_load(struct vp *vp, const struct boot_module *kernel,
		const struct boot_module *initramfs)
{
	const u8 *image = (const u8 *)kernel->start;
	u64 setup_size, entry, end;

	check_kernel(image, kernel->size);
	fill_boot_params(image, kernel->command_line);
	setup_size = (image[SETUP_SECTS] + 1) * SECTOR;
	entry = get32(params_at(PREF_ADDRESS));
	end = entry + get32(params_at(INIT_SIZE));
	if (!memory_is_ram(entry, end - entry))
		panic("the kernel needs memory from 0x%llx to 0x%llx", entry, end);
	/* The initramfs first: its new place may be where the kernel's file is, not the reverse */
	place_initramfs(initramfs, end);
	memmove(guest_pointer(entry), image + setup_size, kernel->size - setup_size);
	set_entry_state(vp, entry);
}
