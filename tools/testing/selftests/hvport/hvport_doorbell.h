/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory of this process with a doorbell in it. A doorbell connection names a
 * guest physical address; which one a page has, the kernel tells root in
 * /proc/self/pagemap.
 */
#ifndef HVPORT_DOORBELL_H
#define HVPORT_DOORBELL_H

#include <sys/mman.h>
#include "hvport_connection.h"

/* It stays where it is; NULL if that cannot be had */
static inline void *doorbell_memory(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | MAP_LOCKED, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

/* Documentation/admin-guide/mm/pagemap.rst; ~0 if the kernel does not tell */
static inline __u64 gpa_of(const volatile void *address)
{
	off_t page = (uintptr_t)address / 4096;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	__u64 entry = 0, frame;
	ssize_t got = pread(fd, &entry, sizeof(entry), page * sizeof(entry));

	close(fd);
	frame = entry & ((1ULL << 55) - 1);
	if (got != sizeof(entry) || !frame)
		return ~0ULL;
	return frame * 4096 + (uintptr_t)address % 4096;
}

/* To the doorbell port with the same id */
static inline struct hvport_connect_port doorbell_at(__u32 id, const volatile void *address,
						     __u64 flags, __u64 value)
{
	struct hvport_connect_port bell = good_connection(4, id);

	bell.connection_info.doorbell.guest_physical_address = gpa_of(address);
	bell.connection_info.doorbell.trigger_value = value;
	bell.connection_info.doorbell.flags = flags;
	return bell;
}

#endif /* HVPORT_DOORBELL_H */
