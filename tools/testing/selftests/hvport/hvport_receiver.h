/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tests' kernel module that receives (tools/testing/hvport/receiver): to
 * load it, and what it counts on each processor.
 */
#ifndef HVPORT_RECEIVER_H
#define HVPORT_RECEIVER_H

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "kselftest.h"

#define RECEIVER_KO	"/hvport_receiver.ko"
#define RECEIVER_COUNTS	"/sys/kernel/debug/hvport_receiver"
#define RECEIVER_SINT	3

struct received {
	unsigned long interrupts, messages, flags, disorder;
};

/* All zero where nobody counts */
static inline struct received received_on(unsigned int vp)
{
	struct received seen = { 0 };
	unsigned int cpu = ~0U;
	FILE *file = fopen(RECEIVER_COUNTS, "r");

	while (file && cpu != vp &&
	       fscanf(file, "%u interrupts %lu messages %lu flags %lu disorder %lu\n",
		      &cpu, &seen.interrupts, &seen.messages, &seen.flags,
		      &seen.disorder) == 5)
		;
	if (file)
		fclose(file);
	return seen;
}

/* 0 or an errno */
static inline int receiver_load(void)
{
	int fd = open(RECEIVER_KO, O_RDONLY | O_CLOEXEC);
	int error = syscall(SYS_finit_module, fd, "", 0) ? errno : 0;

	close(fd);
	return error;
}

static inline int receiver_unload(void)
{
	return syscall(SYS_delete_module, "hvport_receiver", O_NONBLOCK) ? errno : 0;
}

static inline void need_receiver(void)
{
	if (!access(RECEIVER_KO, R_OK))
		return;
	ksft_print_header();
	ksft_exit_skip("needs the receiver of tools/testing/hvport\n");
}

#endif /* HVPORT_RECEIVER_H */
