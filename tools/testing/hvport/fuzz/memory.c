// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory in which a struct can be whole, read-only, cut off or absent. It is shared,
 * so that what a child does can be seen, and mapped twice, so that what cannot be
 * written can be filled.
 */
#include <sys/mman.h>
#include <unistd.h>

#include "bytes.h"
#include "memory.h"
#include "model_fields.h"

#define PAGE		4096u
#define WRITABLE	(2 * PAGE)
#define READABLE	(4 * PAGE)
#define POISON		0xcc
#define INSIDE		512	/* from the start of pages, so that there is room for guards */

bool memory_init(struct memory *memory)
{
	int fd = memfd_create("structs", MFD_CLOEXEC);
	bool good;

	if (fd < 0 || ftruncate(fd, READABLE))
		return false;
	memory->mapped = mmap(NULL, READABLE + PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memory->alias = mmap(NULL, READABLE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	good = memory->mapped != MAP_FAILED && memory->alias != MAP_FAILED &&
	       mmap(memory->mapped, WRITABLE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		    fd, 0) != MAP_FAILED &&
	       mmap(memory->mapped + WRITABLE, READABLE - WRITABLE, PROT_READ,
		    MAP_SHARED | MAP_FIXED, fd, WRITABLE) != MAP_FAILED;
	close(fd);
	return good;
}

/* Where the result begins; GET_INFO has none, so somewhere in the middle */
static unsigned int result_of(const struct step *s)
{
	int nr = cmd_nr(s->cmd);

	return nr > 0 ? model_calls[nr].result : 52;
}

static unsigned int place_of(const struct step *s)
{
	switch (s->place) {
	case PLACE_READ_ONLY:
		return WRITABLE + INSIDE;
	case PLACE_HALF:
		return WRITABLE - result_of(s);
	case PLACE_CUT:
		return READABLE - result_of(s);
	case PLACE_NOWHERE:
		return READABLE;
	default:
		return INSIDE;
	}
}

/* Where it begins that is watched, and how much there is of it */
static uint8_t *window(const struct memory *memory, unsigned int *size)
{
	unsigned int start = memory->at - MEMORY_GUARD;

	*size = READABLE - start < MEMORY_WINDOW ? READABLE - start : MEMORY_WINDOW;
	return memory->alias + start;
}

void *memory_put(struct memory *memory, const struct step *s)
{
	uint32_t struct_size = get_bytes(s->arg, 0, 4);
	unsigned int size, arg_size = ARG_MAX;
	uint8_t *from;

	/* All that no step fills is zero: what a longer struct has behind its bytes */
	if (memory->at && memory->at < READABLE) {
		from = window(memory, &size);
		memset(from, 0, size);
	}
	memory->at = place_of(s);
	if (s->place == PLACE_NOWHERE)
		return memory->mapped + memory->at;
	from = window(memory, &size);
	memset(from, POISON, MEMORY_GUARD);
	if (struct_size <= ARG_MAX && size == MEMORY_WINDOW)
		memset(from + MEMORY_GUARD + ARG_MAX, POISON, MEMORY_GUARD);
	if (arg_size > size - MEMORY_GUARD)
		arg_size = size - MEMORY_GUARD;
	memcpy(from + MEMORY_GUARD, s->arg, arg_size);
	memcpy(memory->before, from, size);
	return memory->mapped + memory->at;
}

uint8_t *memory_arg(const struct memory *memory, const struct step *s)
{
	return s->place == PLACE_NOWHERE ? NULL : memory->alias + memory->at;
}

static bool inside(int at, const struct hole *hole)
{
	return at >= (int)hole->at && at < (int)(hole->at + hole->width);
}

int memory_changed(const struct memory *memory, const struct step *s,
		   const struct hole holes[2])
{
	unsigned int i, size;
	uint8_t *from;

	if (s->place == PLACE_NOWHERE)
		return MEMORY_NONE;
	from = window(memory, &size);
	if (!memcmp(from, memory->before, size))
		return MEMORY_NONE;
	for (i = 0; i < size; i++) {
		int at = (int)i - MEMORY_GUARD;

		if (from[i] == memory->before[i])
			continue;
		if (!inside(at, &holes[0]) && !inside(at, &holes[1]))
			return at;
	}
	return MEMORY_NONE;
}
