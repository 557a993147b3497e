/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * void vmrun(struct vp *vp): into the guest and back out at its next exit
 * (APM 15.5, 15.6). VMRUN saves and loads RAX, RSP, RIP and RFLAGS by itself.
 *
 * VMLOAD and VMSAVE are not needed around it: FS, GS, TR, LDTR and the SYSCALL
 * and SYSENTER MSRs stay the guest's, because the hypervisor uses none of them.
 */
#include "asm-offsets.h"

	.macro	guest_regs op
	\op	VP_RBX, %rbx
	\op	VP_RCX, %rcx
	\op	VP_RDX, %rdx
	\op	VP_RSI, %rsi
	\op	VP_RBP, %rbp
	\op	VP_R8, %r8
	\op	VP_R9, %r9
	\op	VP_R10, %r10
	\op	VP_R11, %r11
	\op	VP_R12, %r12
	\op	VP_R13, %r13
	\op	VP_R14, %r14
	\op	VP_R15, %r15
	.endm
	.macro	load offset, reg
	movq	\offset(%rdi), \reg
	.endm
	.macro	store offset, reg
	movq	\reg, \offset(%rdi)
	.endm

	.text
	.globl	vmrun
vmrun:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushq	%rdi
	movq	VP_VMCB(%rdi), %rax
	guest_regs load
	movq	VP_RDI(%rdi), %rdi
	vmrun	%rax
	pushq	%rdi
	movq	8(%rsp), %rdi
	guest_regs store
	popq	VP_RDI(%rdi)
	popq	%rdi
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
