/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory pools of the test hypervisor: how many pages it was given, and how many
 * hvport says that it gave.
 */
#ifndef HVPORT_POOL_H
#define HVPORT_POOL_H

#include "hvport_connection.h"
#include "hvport_debugfs.h"

/* Call codes, typed from the TLFS */
#define CODE_DEPOSIT_MEMORY	0x0048
#define CODE_WITHDRAW_MEMORY	0x0049

#define ALL_DONE		(0xfffULL << 32)	/* "reps completed", in the result */

/* CPUID 0x40000003 EBX bit 2, AccessMemoryPool, as GET_INFO gives it */
#define ACCESS_MEMORY_POOL	(1ULL << 34)

#define NO_POOL_PRIVILEGE	"this partition may not access memory pools"

/* To be asked only where testhv is */
static inline bool has_pool_privilege(void)
{
	struct testhv_regs identity = { 0 };

	testhv_cmd(TESTHV_CMD_IDENTITY, &identity);
	return identity.rsi & ACCESS_MEMORY_POOL;
}

/* The whole program needs it */
static inline void need_pool_privilege(void)
{
	if (has_pool_privilege())
		return;
	ksft_print_header();
	ksft_exit_skip(NO_POOL_PRIVILEGE "\n");
}

/* The pages of this partition's pool, all counted by the hypervisor */
struct pool {
	uint64_t free, deposited, withdrawn, used;
	long shown;	/* what debugfs says of the second */
};

static inline uint64_t own_partition(void)
{
	return testhv_ask(TESTHV_CMD_IDENTITY, 0, 0);
}

/* rbx free, rcx deposited since boot, rsi withdrawn, rdi in use */
static inline struct testhv_regs pool_read(void)
{
	struct testhv_regs regs = { .rbx = own_partition() };

	testhv_cmd(TESTHV_CMD_READ_POOL, &regs);
	return regs;
}

static inline struct pool pool_now(void)
{
	struct testhv_regs regs = pool_read();
	struct pool pool;

	pool.free = regs.rbx;
	pool.deposited = regs.rcx;
	pool.withdrawn = regs.rsi;
	pool.used = regs.rdi;
	pool.shown = debugfs_counter("pages_deposited");
	return pool;
}

/* @free pages, and the word with which more are asked for */
static inline bool pool_set(uint64_t free, unsigned int status)
{
	struct testhv_regs regs = {
		.rbx = own_partition(), .rcx = free, .rsi = status,
	};

	return testhv_cmd(TESTHV_CMD_SET_POOL, &regs) != TESTHV_ERROR;
}

/* Rep calls of @code come back after @elements, 0: when they are done */
static inline bool rep_limit(unsigned int code, unsigned int elements,
			     unsigned int status)
{
	struct testhv_regs regs = {
		.rbx = code, .rcx = elements, .rdi = status,
	};

	return testhv_cmd(TESTHV_CMD_SET_REP_LIMIT, &regs) != TESTHV_ERROR;
}

/* The control word of a rep call */
static inline uint64_t rep_control(uint64_t code, uint64_t count,
				   uint64_t start)
{
	return code | count << 32 | start << 48;
}

#endif /* HVPORT_POOL_H */
