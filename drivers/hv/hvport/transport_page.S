/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The module's own hypercall page, and the call to it.
 *
 * A module cannot get executable memory from what the kernel exports, but it
 * has some: its text. The frame of one page of it is given to the hypervisor,
 * which lays its code over it. The call is direct, so it needs neither a
 * retpoline nor an ENDBR in a page that others write.
 */
#include <linux/linkage.h>
#include <linux/objtool.h>
#include <asm/asm.h>
#include <asm/frame.h>
#include <asm/page_types.h>

	.text

/*
 * u64 hvport_own_page_call(u64 control, u64 rdx, u64 r8)
 *
 * The TLFS wants the control word in RCX and answers in RAX. All that the
 * hypervisor may change is what the C calling convention lets a callee change.
 */
SYM_FUNC_START(hvport_own_page_call)
	FRAME_BEGIN
	movq	%rdi, %rcx
	movq	%rdx, %r8
	movq	%rsi, %rdx
	call	hvport_own_page
	FRAME_END
	RET
SYM_FUNC_END(hvport_own_page_call)

/*
 * What is here while no hypervisor covers it: answer all ones, which no
 * hypervisor does (HVPORT_NO_PAGE). No kprobe may be put here: once covered, the
 * page cannot be written.
 */
	.balign	PAGE_SIZE, 0xcc
SYM_FUNC_START_NOALIGN(hvport_own_page)
	ANNOTATE_NOENDBR
	orq	$-1, %rax
	RET
	.org	hvport_own_page + PAGE_SIZE, 0xcc
SYM_FUNC_END(hvport_own_page)
_ASM_NOKPROBE(hvport_own_page)
