/* SPDX-License-Identifier: GPL-2.0-only */
/* What start.S has for C, and what it calls. */
#ifndef TESTHV_START_H
#define TESTHV_START_H

#include "types.h"

/* From the Multiboot loader */
extern u32 multiboot_magic, multiboot_info;

/* Code that runs at TRAMPOLINE */
extern u8 trampoline[], trampoline_end[];

/* Our exceptions: entry n at 16 * n */
extern u8 trap_stubs[];

/* Every processor comes here in long mode, with its initial APIC ID; halts if it returns */
void processor_start(u32 apic_id);

/* An exception in the hypervisor; does not return */
void trap(u64 vector, u64 error, u64 rip);

#endif /* TESTHV_START_H */
