/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * MSRs of the machine, through the kernel's own driver for them (/dev/cpu/N/msr).
 * Where that is a module it is loaded from MSR_KO, and stays.
 */
#ifndef HVPORT_MSR_H
#define HVPORT_MSR_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "testhv.h"

#define MSR_KO		"/msr.ko"
#define NEEDS_MSR	"the hypervisor's MSRs cannot be read here"

/* The kernel says so in its log when a program writes, unless it is told not to */
static inline void load_msr_driver(void)
{
	int fd = open(MSR_KO, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	syscall(SYS_finit_module, fd, "allow_writes=on", 0);
	close(fd);
}

/* -1 if there is no way to them */
static inline int open_msrs(unsigned int cpu, int how)
{
	char path[32];
	int fd;

	snprintf(path, sizeof(path), "/dev/cpu/%u/msr", cpu);
	fd = open(path, how | O_CLOEXEC);
	if (fd >= 0 || errno != ENOENT)
		return fd;
	load_msr_driver();
	return open(path, how | O_CLOEXEC);
}

/* An MSR of the partition, from whoever can tell; false: nobody can */
static inline bool read_partition_msr(uint32_t msr, uint64_t *value)
{
	bool done;
	int fd;

	if (testhv_present()) {
		*value = testhv_msr(msr, 0);
		return true;
	}
	fd = open_msrs(0, O_RDONLY);
	done = pread(fd, value, sizeof(*value), msr) == sizeof(*value);
	close(fd);
	return done;
}

#endif /* HVPORT_MSR_H */
