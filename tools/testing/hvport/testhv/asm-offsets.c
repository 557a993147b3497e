// SPDX-License-Identifier: GPL-2.0-only
/*
 * Compiled to assembly, never linked: the Makefile turns each "->" line into a
 * #define, so that no structure offset is typed in an assembly file.
 */
#include "vp.h"

#define DEFINE(name, value)	asm volatile("\n->" #name " %0" : : "i"(value))
#define REGISTER(name, field)	DEFINE(VP_##name, offsetof(struct vp, regs.field))

__attribute__((used))
static void asm_offsets(void)
{
	DEFINE(MAX_PROCESSORS, MAX_PROCESSORS);
	DEFINE(VP_VMCB, offsetof(struct vp, vmcb));
	REGISTER(RBX, rbx);
	REGISTER(RCX, rcx);
	REGISTER(RDX, rdx);
	REGISTER(RSI, rsi);
	REGISTER(RDI, rdi);
	REGISTER(RBP, rbp);
	REGISTER(R8, r8);
	REGISTER(R9, r9);
	REGISTER(R10, r10);
	REGISTER(R11, r11);
	REGISTER(R12, r12);
	REGISTER(R13, r13);
	REGISTER(R14, r14);
	REGISTER(R15, r15);
}
