// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions in the hypervisor. All but an NMI are a bug here and end the run;
 * the NMI's entry in start.S just returns.
 */
#include "console.h"
#include "layout.h"
#include "start.h"
#include "trap.h"

#define VECTORS		32
#define STUB_SIZE	16
#define INTERRUPT_GATE	0x8e00

/* APM 4.8.4: long-mode interrupt gate */
static struct gate {
	u16 offset_low;
	u16 selector;
	u16 attributes;
	u16 offset_middle;
	u32 offset_high;
	u32 reserved;
} idt[VECTORS];

void trap_init(void)
{
	u32 i;

	for (i = 0; i < VECTORS; i++) {
		u64 entry = (u64)trap_stubs + i * STUB_SIZE;

		idt[i] = (struct gate){
			.offset_low = entry,
			.selector = SELECTOR_CODE64,
			.attributes = INTERRUPT_GATE,
			.offset_middle = entry >> 16,
			.offset_high = entry >> 32,
		};
	}
}

void trap_load(void)
{
	struct {
		u16 limit;
		u64 base;
	} __attribute__((packed)) pointer = { sizeof(idt) - 1, (u64)idt };

	asm volatile("lidt %0" : : "m"(pointer));
}

void trap(u64 vector, u64 error, u64 rip)
{
	panic("exception %llu in the hypervisor, error 0x%llx, at 0x%llx", vector, error, rip);
}
