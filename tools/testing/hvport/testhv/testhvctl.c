// SPDX-License-Identifier: GPL-2.0-only
/*
 * testhvctl: ask the test hypervisor, from inside its guest, what it saw. It
 * talks to the hypervisor's I/O port alone; the module under test is not
 * involved, and nothing is changed but by "report", which ends a run.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/io.h>

#include "testhv_decode.h"
#include "testhv_control.h"

#define CHUNK	32	/* bytes that one command reads */

struct registers {
	unsigned long long rax, rbx, rcx, rsi, rdi;
};

static bool command(struct registers *r)
{
	asm volatile("outl %%eax, %%dx"
		     : "+a"(r->rax), "+b"(r->rbx), "+c"(r->rcx), "+S"(r->rsi), "+D"(r->rdi)
		     : "d"(TESTHV_PORT)
		     : "memory");
	return r->rax != TESTHV_ERROR;
}

/* Read @size bytes of the @index-th log entry or port block, 32 at a time */
static bool read_chunks(unsigned long long number, unsigned long long index, void *to, size_t size)
{
	size_t at;

	for (at = 0; at < size; at += CHUNK) {
		struct registers r = { .rax = number, .rbx = index, .rcx = at };
		unsigned long long chunk[CHUNK / sizeof(unsigned long long)];

		if (!command(&r))
			return false;
		chunk[0] = r.rbx;
		chunk[1] = r.rcx;
		chunk[2] = r.rsi;
		chunk[3] = r.rdi;
		memcpy((char *)to + at, chunk, size - at < CHUNK ? size - at : CHUNK);
	}
	return true;
}

static unsigned long long stat_value(enum testhv_stat stat)
{
	struct registers r = { .rax = TESTHV_CMD_STAT, .rbx = stat };

	command(&r);
	return r.rbx;
}

static int show_log(void)
{
	unsigned long long count = stat_value(TESTHV_STAT_LOG_ENTRIES), i;

	if (!count)
		puts("The hypervisor has logged no hypercall.");
	for (i = 0; i < count; i++) {
		struct testhv_log_entry entry;

		if (!read_chunks(TESTHV_CMD_LOG_READ, i, &entry, sizeof(entry)))
			return 1;
		decode_call(i + 1, &entry);
	}
	return 0;
}

static int show_ports(void)
{
	unsigned long long count = stat_value(TESTHV_STAT_PORTS), i;

	printf("The hypervisor holds %llu port%s.\n", count, count == 1 ? "" : "s");
	for (i = 0; i < count; i++) {
		struct registers r = { .rax = TESTHV_CMD_READ_PORT, .rbx = i };

		if (!command(&r))
			return 1;
		printf("  port %llu of partition %#llx: %s, %s %#llx\n",
		       r.rcx, r.rbx, decode_port_type(r.rsi), decode_port_target(r.rsi), r.rdi);
	}
	return 0;
}

static int show_connections(void)
{
	unsigned long long count = stat_value(TESTHV_STAT_CONNECTIONS), i;

	printf("The hypervisor holds %llu connection%s.\n", count, count == 1 ? "" : "s");
	for (i = 0; i < count; i++) {
		struct registers r = { .rax = TESTHV_CMD_READ_CONNECTION, .rbx = i };

		if (!command(&r))
			return 1;
		printf("  connection %llu of partition %#llx: to %s %llu\n",
		       r.rcx, r.rbx, decode_port_type(r.rsi), r.rdi);
	}
	return 0;
}

static int show_pool(void)
{
	struct registers r = { .rax = TESTHV_CMD_IDENTITY };

	command(&r);
	r.rax = TESTHV_CMD_READ_POOL;
	if (!command(&r))
		return 1;
	if (r.rbx == TESTHV_POOL_UNLIMITED)
		puts("There is no end to the memory pool of this partition.");
	else
		printf("%llu pages of the memory pool of this partition are free.\n", r.rbx);
	printf("  %llu in use, %llu deposited and %llu withdrawn since boot\n",
	       r.rdi, r.rcx, r.rsi);
	return 0;
}

static int show_stats(void)
{
	static const char *const names[] = {
		[TESTHV_STAT_CALLS] = "hypercalls since boot",
		[TESTHV_STAT_LOG_ENTRIES] = "hypercalls in the log",
		[TESTHV_STAT_PORTS] = "live ports",
		[TESTHV_STAT_CONNECTIONS] = "live connections",
		[TESTHV_STAT_VIOLATIONS] = "violations of the TLFS",
		[TESTHV_STAT_FAULTS_LEFT] = "scripted faults to come",
		[TESTHV_STAT_MESSAGES_QUEUED] = "messages in port buffers",
		[TESTHV_STAT_INTERRUPTS] = "SINT interrupts",
		[TESTHV_STAT_DOORBELLS] = "doorbells rung",
		[TESTHV_STAT_HELD] = "calls held up",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		printf("%-24s %llu\n", names[i], stat_value(i));
	return 0;
}

static int show_msrs(void)
{
	static const struct {
		unsigned int msr;
		const char *name;
	} msrs[] = {
		{ 0x40000000, "GUEST_OS_ID" },
		{ 0x40000001, "HYPERCALL" },
		{ 0x40000021, "REFERENCE_TSC" },
		{ 0x40000073, "VP_ASSIST_PAGE" },
		{ 0x40000080, "SCONTROL" },
		{ 0x40000082, "SIEFP" },
		{ 0x40000083, "SIMP" },
		{ 0x40000118, "TSC_INVARIANT_CONTROL" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(msrs); i++) {
		struct registers r = { .rax = TESTHV_CMD_READ_MSR, .rbx = msrs[i].msr };

		if (!command(&r))
			return 1;
		printf("0x%08x %-22s 0x%016llx\n", msrs[i].msr, msrs[i].name, r.rbx);
	}
	return 0;
}

static int report(void)
{
	struct registers r = { .rax = TESTHV_CMD_REPORT };

	return !command(&r);
}

static const struct {
	const char *name;
	const char *does;
	int (*run)(void);
} verbs[] = {
	{ "log", "every hypercall: the bytes as received, and what they say", show_log },
	{ "ports", "the ports that live in the hypervisor", show_ports },
	{ "connections", "the connections that live in the hypervisor", show_connections },
	{ "pool", "the partition's memory pool", show_pool },
	{ "stats", "the hypervisor's counters", show_stats },
	{ "msrs", "synthetic MSRs of virtual processor 0", show_msrs },
	{ "report", "write the summary line to the hypervisor's own log", report },
};

static int usage(void)
{
	size_t i;

	fputs("usage: testhvctl VERB\n", stderr);
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		fprintf(stderr, "  %-11s %s\n", verbs[i].name, verbs[i].does);
	return 2;
}

static bool probe(void)
{
	struct registers r = { .rax = TESTHV_CMD_PROBE };

	return command(&r) && r.rax == TESTHV_MAGIC;
}

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc == 2 && i < ARRAY_SIZE(verbs); i++) {
		if (strcmp(argv[1], verbs[i].name))
			continue;
		if (iopl(3)) {
			fprintf(stderr, "testhvctl: no access to I/O ports: %s; run it as root\n",
				strerror(errno));
			return 1;
		}
		if (!probe()) {
			fputs("testhvctl: this machine does not run under testhv\n", stderr);
			return 1;
		}
		return verbs[i].run();
	}
	return usage();
}
