/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the test hypervisor saw and what it shall answer, through its control
 * port (testhv_control.h). It goes around hvport, so it can contradict it.
 * Without the test hypervisor testhv_present() is false, and then nothing else
 * of this file may be used.
 */
#ifndef TESTHV_H
#define TESTHV_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/io.h>
#include "testhv_control.h"

#define NEEDS_TESTHV	"needs the test hypervisor"

/* Call codes, typed from the TLFS */
#define CODE_DELETE_PORT	0x0058
#define CODE_DISCONNECT_PORT	0x005b
#define CODE_POST_MESSAGE	0x005c
#define CODE_SIGNAL_EVENT	0x005d
#define CODE_CREATE_PORT	0x0095
#define CODE_CONNECT_PORT	0x0096

#define MSR_GUEST_OS_ID		0x40000000
#define MSR_HYPERCALL		0x40000001

struct testhv_regs {
	uint64_t rbx, rcx, rsi, rdi;
};

/* Memory and registers of one command, as the assembly below knows it */
struct testhv_command {
	uint64_t rax;
	struct testhv_regs regs;
};

#ifdef __LP64__
static inline void testhv_out(struct testhv_command *command)
{
	asm volatile("outl %%eax, %w[port]"
		     : "+a"(command->rax), "+b"(command->regs.rbx),
		       "+c"(command->regs.rcx), "+S"(command->regs.rsi),
		       "+D"(command->regs.rdi)
		     : [port] "d"(TESTHV_PORT)
		     : "memory");
}
#else
/*
 * The arguments are 64 bits wide, so a 32-bit program becomes a 64-bit one for
 * the length of a command: by a far jump to the code segment that the kernel
 * has for those, and another one back. (QEMU cannot emulate a far call here: it
 * writes the return address as the kernel would, and SMAP forbids that.)
 */
static inline void testhv_out(struct testhv_command *command)
{
	asm volatile("ljmp $0x33, $1f\n"
		     "3:\t.long 2f\n\t"
		     ".word 0x23\n\t"
		     ".code64\n"
		     "1:\n\t"
		     "pushq %%rbx\n\t"
		     "pushq %%rsi\n\t"
		     "pushq %%rdi\n\t"
		     "movl %%eax, %%r8d\n\t"
		     "movq (%%r8), %%rax\n\t"
		     "movq 8(%%r8), %%rbx\n\t"
		     "movq 16(%%r8), %%rcx\n\t"
		     "movq 24(%%r8), %%rsi\n\t"
		     "movq 32(%%r8), %%rdi\n\t"
		     "outl %%eax, %%dx\n\t"
		     "movq %%rax, (%%r8)\n\t"
		     "movq %%rbx, 8(%%r8)\n\t"
		     "movq %%rcx, 16(%%r8)\n\t"
		     "movq %%rsi, 24(%%r8)\n\t"
		     "movq %%rdi, 32(%%r8)\n\t"
		     "popq %%rdi\n\t"
		     "popq %%rsi\n\t"
		     "popq %%rbx\n\t"
		     "ljmpl *3b(%%rip)\n\t"
		     ".code32\n"
		     "2:"
		     : "+a"(command)
		     : "d"(TESTHV_PORT)
		     : "ecx", "memory");
}
#endif

static inline uint64_t testhv_cmd(enum testhv_cmd cmd, struct testhv_regs *regs)
{
	struct testhv_command command = { cmd, *regs };

	testhv_out(&command);
	*regs = command.regs;
	return command.rax;
}

/* A command with a plain answer in rbx */
static inline uint64_t testhv_ask(enum testhv_cmd cmd, uint64_t rbx,
				  uint64_t rcx)
{
	struct testhv_regs regs = { .rbx = rbx, .rcx = rcx };

	if (testhv_cmd(cmd, &regs) == TESTHV_ERROR)
		return TESTHV_ERROR;
	return regs.rbx;
}

static inline bool testhv_present(void)
{
	struct testhv_regs regs = { 0 };

	return !iopl(3) &&
	       testhv_cmd(TESTHV_CMD_PROBE, &regs) == TESTHV_MAGIC;
}

static inline unsigned int testhv_vps(void)
{
	return testhv_ask(TESTHV_CMD_PROBE, 0, 0);
}

static inline uint64_t testhv_stat(enum testhv_stat stat)
{
	return testhv_ask(TESTHV_CMD_STAT, stat, 0);
}

static inline uint64_t testhv_msr(uint32_t msr, uint32_t vp)
{
	return testhv_ask(TESTHV_CMD_READ_MSR, msr, vp);
}

static inline void testhv_log_clear(void)
{
	testhv_ask(TESTHV_CMD_LOG_CLEAR, 0, 0);
}

static inline void testhv_log_read(unsigned int index, unsigned int offset,
				   void *bytes)
{
	struct testhv_regs regs = { .rbx = index, .rcx = offset };

	memset(bytes, 0, sizeof(regs));
	if (testhv_cmd(TESTHV_CMD_LOG_READ, &regs) != TESTHV_ERROR)
		memcpy(bytes, &regs, sizeof(regs));
}

/* The @nth call of @code since the log was cleared; false: there was none */
static inline bool testhv_find_call(unsigned int code, unsigned int nth,
				    struct testhv_log_entry *entry)
{
	unsigned int entries = testhv_stat(TESTHV_STAT_LOG_ENTRIES);
	unsigned int index, offset;

	for (index = 0; index < entries; index++) {
		testhv_log_read(index, 0, entry);
		if ((entry->control & 0xffff) != code || nth--)
			continue;
		for (offset = 32; offset < sizeof(*entry); offset += 32)
			testhv_log_read(index, offset, (char *)entry + offset);
		return true;
	}
	return false;
}

/* How many calls of @code there were since the log was cleared */
static inline unsigned int testhv_calls(unsigned int code)
{
	unsigned int entries = testhv_stat(TESTHV_STAT_LOG_ENTRIES);
	unsigned int index, calls = 0;
	uint64_t head[4];

	for (index = 0; index < entries; index++) {
		testhv_log_read(index, 0, head);
		calls += (head[0] & 0xffff) == code;
	}
	return calls;
}

static inline bool is_port_code(unsigned int code)
{
	return code == CODE_CREATE_PORT || code == CODE_DELETE_PORT ||
	       code == CODE_CONNECT_PORT || code == CODE_DISCONNECT_PORT ||
	       code == CODE_POST_MESSAGE || code == CODE_SIGNAL_EVENT;
}

/* Calls that only hvport makes; the kernel makes others by itself */
static inline unsigned int testhv_port_calls(void)
{
	unsigned int entries = testhv_stat(TESTHV_STAT_LOG_ENTRIES);
	unsigned int index, calls = 0;
	uint64_t head[4];

	for (index = 0; index < entries; index++) {
		testhv_log_read(index, 0, head);
		calls += is_port_code(head[0] & 0xffff);
	}
	return calls;
}

/* After @skip calls of @code, answer the next @count with @status */
static inline bool testhv_fault(unsigned int code, unsigned int skip,
				unsigned int count, uint64_t status)
{
	struct testhv_regs regs = {
		.rbx = code, .rcx = skip, .rsi = count, .rdi = status,
	};

	return testhv_cmd(TESTHV_CMD_FAULT, &regs) != TESTHV_ERROR;
}

static inline void testhv_fault_clear(void)
{
	testhv_ask(TESTHV_CMD_FAULT_CLEAR, 0, 0);
}

/* Hold the next call of @code up, before or after it is carried out */
static inline bool testhv_hold(unsigned int code, bool after)
{
	return testhv_ask(TESTHV_CMD_HOLD, code, after) != TESTHV_ERROR;
}

static inline void testhv_release(void)
{
	testhv_ask(TESTHV_CMD_RELEASE, 0, 0);
}

/* A port that nobody in this kernel knows of */
static inline bool testhv_plant_port(uint64_t partition, uint32_t id,
				     uint32_t type)
{
	struct testhv_regs regs = {
		.rbx = partition, .rcx = id, .rsi = type,
	};

	return testhv_cmd(TESTHV_CMD_PLANT_PORT, &regs) != TESTHV_ERROR;
}

/* The live port number @index: rbx partition, rcx id, rsi type, rdi target */
static inline bool testhv_read_port(unsigned int index,
				    struct testhv_regs *port)
{
	*port = (struct testhv_regs){ .rbx = index };
	return testhv_cmd(TESTHV_CMD_READ_PORT, port) != TESTHV_ERROR;
}

static inline unsigned int testhv_ports(void)
{
	return testhv_stat(TESTHV_STAT_PORTS);
}

static inline unsigned int testhv_connections(void)
{
	return testhv_stat(TESTHV_STAT_CONNECTIONS);
}

/* Does the hypervisor hold a port with this id? */
static inline bool testhv_has_port(uint32_t id)
{
	unsigned int index, ports = testhv_ports();
	struct testhv_regs port;

	for (index = 0; index < ports; index++)
		if (testhv_read_port(index, &port) && port.rcx == id)
			return true;
	return false;
}

/*
 * Verdicts of a test whose fixture says in self->testhv if there is one.
 *
 * The hypervisor was not asked for anything since the log was cleared:
 */
#define EXPECT_NO_CALLS()						\
do {									\
	unsigned int _calls = self->testhv ? testhv_port_calls() : 0;	\
									\
	EXPECT_EQ(0, _calls) SAY_CASE();				\
} while (0)

/* So many ports there are, for hvport and for the hypervisor: */
#define EXPECT_PORTS(count)						\
do {									\
	unsigned int _all = ports_of_all(self->fd);			\
									\
	EXPECT_EQ(count, _all);						\
	if (self->testhv)						\
		EXPECT_EQ(count, testhv_ports());			\
} while (0)

#endif /* TESTHV_H */
