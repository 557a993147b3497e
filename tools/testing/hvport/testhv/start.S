/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the Multiboot loader, or from a start-up IPI, to C in long mode with all
 * of the first 4 GiB mapped one to one. Also the entries of our own exceptions.
 */
#include "layout.h"
#include "asm-offsets.h"

#define MULTIBOOT_MAGIC		0x1badb002
#define MULTIBOOT_FLAGS		0x3	/* page-aligned modules, memory map */

#define CR0_LONG		0x80000031	/* PG, NE, ET, PE */
#define CR4_PAE			0x20
#define MSR_EFER		0xc0000080
#define EFER_LME		0x100

	.section .multiboot, "a"
	.balign	4
	.long	MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

	.text
	.code32
	.globl	start
start:
	cli
	cld
	movl	%eax, multiboot_magic
	movl	%ebx, multiboot_info
	lgdt	gdt_pointer
	ljmp	$SELECTOR_CODE32, $start32

start32:
	movl	$SELECTOR_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$pml4, %eax
	movl	%eax, %cr3
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	wrmsr
	movl	$CR0_LONG, %eax
	movl	%eax, %cr0
	ljmp	$SELECTOR_CODE64, $start64

	.code64
start64:
	/* The stack of this processor, by its initial APIC ID (CPUID 1, EBX 31:24) */
	movl	$1, %eax
	cpuid
	shrl	$24, %ebx
	cmpl	$MAX_PROCESSORS, %ebx
	jae	1f
	movl	%ebx, %edi
	imull	$STACK_SIZE, %ebx
	leaq	stacks + STACK_SIZE(%rbx), %rsp
	xorl	%ebp, %ebp
	call	processor_start
1:	hlt
	jmp	1b

/* Copied to TRAMPOLINE; CS is its segment there, so DS must be set to it */
	.code16
	.globl	trampoline, trampoline_end
trampoline:
	cli
	movw	%cs, %ax
	movw	%ax, %ds
	lgdtl	(trampoline_gdt_pointer - trampoline)
	movl	%cr0, %eax
	orl	$1, %eax
	movl	%eax, %cr0
	ljmpl	$SELECTOR_CODE32, $start32
trampoline_gdt_pointer:
	.word	gdt_end - gdt - 1
	.long	gdt
trampoline_end:

/* Exception n enters at trap_stubs + 16 * n; an NMI only has to arrive, see npt.c */
	.code64
	.balign	16
	.globl	trap_stubs
trap_stubs:
	.set	vector, 0
	.rept	32
	.balign	16
	.if	vector == 2
	iretq
	.else
	.if	!(vector == 8 || (vector >= 10 && vector <= 14) || vector == 17)
	pushq	$0
	.endif
	pushq	$vector
	jmp	trap_common
	.endif
	.set	vector, vector + 1
	.endr
trap_common:
	popq	%rdi			/* vector */
	popq	%rsi			/* error code */
	movq	(%rsp), %rdx		/* where it happened */
	andq	$-16, %rsp
	call	trap

	.data
	.balign	8
gdt:	.quad	0
	.quad	0x00cf9b000000ffff	/* SELECTOR_CODE32 */
	.quad	0x00cf93000000ffff	/* SELECTOR_DATA */
	.quad	0x00af9b000000ffff	/* SELECTOR_CODE64 */
gdt_end:
gdt_pointer:
	.word	gdt_end - gdt - 1
	.long	gdt

	.globl	multiboot_magic, multiboot_info
multiboot_magic:
	.long	0
multiboot_info:
	.long	0

	.balign	4096
pml4:	.quad	pdpt + 0x3
	.fill	511, 8, 0
pdpt:	.quad	page_directories + 0x0003, page_directories + 0x1003
	.quad	page_directories + 0x2003, page_directories + 0x3003
	.fill	508, 8, 0
page_directories:
	.set	frame, 0
	.rept	2048
	.quad	(frame << 21) | 0x83	/* 2 MiB page, writable, present */
	.set	frame, frame + 1
	.endr

	.bss
	.balign	16
stacks:	.skip	STACK_SIZE * MAX_PROCESSORS
