// SPDX-License-Identifier: GPL-2.0-only
/*
 * KCOV writes the address of each block that a task enters into memory that is shared
 * with it (Documentation/dev-tools/kcov.rst of the kernel). The module alone is built
 * for it, so these are its blocks.
 */
#include <fcntl.h>
#include <linux/kcov.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cover.h"

#define KCOV		"/sys/kernel/debug/kcov"
#define AREA_WORDS	(64 << 10)
#define TABLE_BITS	14
#define TABLE_SIZE	(1u << TABLE_BITS)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* Sets of numbers other than 0; far more room than there are blocks and edges */
struct set {
	unsigned int count;
	uint64_t table[TABLE_SIZE];
};

static struct set edges, blocks;

static bool add(struct set *set, uint64_t key)
{
	unsigned int at = key * 0x9e3779b97f4a7c15ull >> (64 - TABLE_BITS);

	for (; set->table[at]; at = (at + 1) % TABLE_SIZE)
		if (set->table[at] == key)
			return false;
	if (set->count == TABLE_SIZE / 2)
		return false;
	set->table[at] = key;
	set->count++;
	return true;
}

bool cover_init(struct cover *cover)
{
	cover->fd = open(KCOV, O_RDWR);
	if (cover->fd < 0)
		return false;
	if (!ioctl(cover->fd, KCOV_INIT_TRACE, AREA_WORDS)) {
		cover->area = mmap(NULL, AREA_WORDS * sizeof(*cover->area),
				   PROT_READ | PROT_WRITE, MAP_SHARED, cover->fd, 0);
		if (cover->area != MAP_FAILED)
			return true;
	}
	perror(KCOV);
	close(cover->fd);
	cover->fd = -1;
	return false;
}

void cover_start(struct cover *cover)
{
	if (cover->fd >= 0 && ioctl(cover->fd, KCOV_ENABLE, KCOV_TRACE_PC))
		perror("KCOV_ENABLE");
}

void cover_stop(struct cover *cover)
{
	if (cover->fd >= 0)
		ioctl(cover->fd, KCOV_DISABLE, 0);
}

/* Its first word is how many there are */
void cover_forget(struct cover *cover)
{
	if (cover->fd >= 0)
		__atomic_store_n(&cover->area[0], 0, __ATOMIC_RELAXED);
}

unsigned int cover_collect(struct cover *cover)
{
	unsigned long before = 0, count, i;
	unsigned int found = 0;

	if (cover->fd < 0)
		return 0;
	count = __atomic_load_n(&cover->area[0], __ATOMIC_RELAXED);
	pthread_mutex_lock(&lock);
	for (i = 1; i <= count && i < AREA_WORDS; i++) {
		/* Modules lie within 2 GiB */
		found += add(&edges, before << 32 | (uint32_t)cover->area[i]);
		add(&blocks, cover->area[i]);
		before = (uint32_t)cover->area[i];
	}
	pthread_mutex_unlock(&lock);
	cover_forget(cover);
	return found;
}

unsigned int cover_edges(void)
{
	return edges.count;
}

unsigned int cover_blocks(void)
{
	return blocks.count;
}
