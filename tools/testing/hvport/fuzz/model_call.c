// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an ioctl that is well formed has to come to, given what there is, and what it
 * changes: the registry first, then the hypervisor.
 */
#include <errno.h>

#include "bytes.h"
#include "model.h"

#define SELF		(~0ull)
#define ID_MAX		0xffffff
#define ANY_ID_RETRIES	16
#define DEPOSIT_ROUNDS	16

/* Statuses that ask for memory, or that an id is taken */
#define INSUFFICIENT_MEMORY			0x0b
#define INSUFFICIENT_ROOT_MEMORY		0x73
#define INSUFFICIENT_CONTIGUOUS_MEMORY		0x75
#define INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY	0x83
#define INVALID_PORT_ID				0x11
#define INVALID_CONNECTION_ID			0x12

/* An outcome that no module has: an id was picked that is not free */
static const struct outcome bad_pick = { .error = -1 };

static struct object *find(struct world *world, bool connection, uint64_t partition, uint32_t id)
{
	unsigned int i;

	for (i = 0; i < world->objects; i++) {
		struct object *object = &world->object[i];

		if (object->connection == connection && object->partition == partition &&
		    object->id == id)
			return object;
	}
	return NULL;
}

static void forget(struct world *world, struct object *object)
{
	unsigned int at = object - world->object;

	world->objects--;
	memmove(object, object + 1, (world->objects - at) * sizeof(*object));
}

/* Pages that the hypervisor takes each time; 0: this is not about memory, or it will not */
static unsigned int pages_wanted(const struct world *world, uint64_t partition, uint16_t status)
{
	bool ours = hv_is_own(&world->hv, partition);

	if (!world->may_deposit)
		return 0;
	switch (status) {
	case INSUFFICIENT_MEMORY:
		return ours ? 1 : 0;
	case INSUFFICIENT_CONTIGUOUS_MEMORY:
		return ours ? 8 : 0;
	case INSUFFICIENT_ROOT_MEMORY:
		return 1;
	case INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY:
		return 8;
	default:
		return 0;
	}
}

static uint16_t hv_make(struct world *world, enum model_nr nr, const uint8_t *arg, uint32_t id)
{
	return nr == CREATE_PORT ? hv_create(&world->hv, arg, id) : hv_connect(&world->hv, arg, id);
}

/* "hvport deposits memory and makes the call again, 16 times at most" */
static uint16_t make_with_memory(struct world *world, enum model_nr nr, const uint8_t *arg,
				 uint32_t id, unsigned int *deposits)
{
	uint64_t partition = get_bytes(arg, 8, 8);
	uint16_t status = hv_make(world, nr, arg, id);
	unsigned int rounds, pages;

	for (rounds = 0; rounds < DEPOSIT_ROUNDS; rounds++) {
		pages = pages_wanted(world, partition, status);
		if (!pages)
			break;
		*deposits += pages;
		status = hv_make(world, nr, arg, id);
	}
	return status;
}

static bool full(const struct world *world, unsigned int file, bool connection)
{
	return model_count(world, -1, connection) >= world->limit_all ||
	       model_count(world, file, connection) >= world->limit_file;
}

/* The id must be free, for hvport and, if it is asked for real, in the hypervisor */
static bool good_pick(struct world *world, bool connection, const uint8_t *arg, uint32_t id)
{
	uint64_t partition = get_bytes(arg, 8, 8);

	return id && id <= ID_MAX && !find(world, connection, partition, id) &&
	       !(hv_is_own(&world->hv, partition) && hv_has(&world->hv, connection, id));
}

static uint16_t make_any(struct world *world, enum model_nr nr, const struct step *s,
			 uint32_t id, unsigned int *deposits)
{
	uint16_t taken = nr == CREATE_PORT ? INVALID_PORT_ID : INVALID_CONNECTION_ID;
	bool any_id = get_bytes(s->arg, 4, 4) & ANY_ID;
	unsigned int retries = any_id ? ANY_ID_RETRIES : 0;
	uint16_t status;

	do {
		status = make_with_memory(world, nr, s->arg, id, deposits);
	} while (status == taken && retries--);
	return status;
}

static void own(struct world *world, enum model_nr nr, const struct step *s, uint32_t id)
{
	world->object[world->objects++] = (struct object){
		.connection = nr == CONNECT_PORT,
		.partition = get_bytes(s->arg, 8, 8),
		.id = id,
		.type = get_bytes(s->arg, model_calls[nr].type, 4),
		.file = world->slot[s->slot],
		.persist = get_bytes(s->arg, 4, 4) & PERSIST,
	};
}

/* Nobody could be told of it */
static void undo(struct world *world, enum model_nr nr, const struct step *s, uint32_t id)
{
	uint64_t partition = get_bytes(s->arg, 8, 8);

	if (nr == CREATE_PORT)
		hv_delete(&world->hv, partition, id);
	else
		hv_disconnect(&world->hv, partition, id, get_bytes(s->arg, 40, 4) == TYPE_DOORBELL);
}

static struct outcome make(struct world *world, enum model_nr nr, const struct step *s,
			   uint32_t picked)
{
	uint32_t flags = get_bytes(s->arg, 4, 4), id = get_bytes(s->arg, 16, 4);
	bool connection = nr == CONNECT_PORT;
	struct outcome outcome;
	unsigned int deposits = 0;

	if (!(flags & ANY_ID) && find(world, connection, get_bytes(s->arg, 8, 8), id))
		return model_refused(EEXIST, 16);
	if (full(world, world->slot[s->slot], connection))
		return model_refused(ENOSPC, 0);
	if (flags & VALIDATE_ONLY)
		return model_answer(nr, 0);
	if (flags & ANY_ID)
		/* Where the id cannot be seen any will do, for nothing is left */
		id = model_writable(s) ? picked : ~0u;
	outcome = model_answer(nr, make_any(world, nr, s, id, &deposits));
	outcome.deposits = deposits < 255 ? deposits : 255;
	if (outcome.error)
		return outcome;
	if (!model_writable(s)) {
		undo(world, nr, s, id);
		return outcome;
	}
	outcome.picked = flags & ANY_ID;
	own(world, nr, s, id);
	return outcome;
}

static struct outcome make_checked(struct world *world, enum model_nr nr, const struct step *s,
				   uint32_t picked)
{
	bool free = good_pick(world, nr == CONNECT_PORT, s->arg, picked);
	struct outcome outcome = make(world, nr, s, picked);

	return outcome.picked && !free ? bad_pick : outcome;
}

static struct outcome remove_object(struct world *world, enum model_nr nr, const struct step *s)
{
	uint64_t partition = get_bytes(s->arg, 8, 8);
	uint32_t id = get_bytes(s->arg, 16, 4);
	struct object *object = find(world, nr == DISCONNECT_PORT, partition, id);
	uint16_t status;

	if (!(get_bytes(s->arg, 4, 4) & FOREIGN)) {
		if (!object)
			return model_refused(ENOENT, 16);
		if ((int)object->file != world->slot[s->slot])
			return model_refused(EPERM, 16);
	}
	status = nr == DELETE_PORT ? hv_delete(&world->hv, partition, id) :
				     hv_disconnect(&world->hv, partition, id, s->arg[20]);
	if (object && !status)
		forget(world, object);
	return model_answer(nr, status);
}

/* A connection of this partition has one of two names */
static int may_send(struct world *world, const struct step *s)
{
	uint32_t id = get_bytes(s->arg, 8, 4);
	const struct object *object[] = {
		find(world, true, SELF, id),
		world->own_known ? find(world, true, world->hv.own, id) : NULL,
	};
	unsigned int i;

	if (get_bytes(s->arg, 4, 4) & FOREIGN)
		return 0;
	for (i = 0; i < COUNT(object); i++)
		if (object[i] && (int)object[i]->file == world->slot[s->slot])
			return 0;
	return object[0] || object[1] ? EPERM : ENOENT;
}

static struct outcome send(struct world *world, enum model_nr nr, const struct step *s)
{
	uint32_t id = get_bytes(s->arg, 8, 4);
	int error = may_send(world, s);

	if (error)
		return model_refused(error, 8);
	if (nr == POST_MESSAGE)
		return model_answer(nr, hv_post(&world->hv, id));
	return model_answer(nr, hv_signal(&world->hv, id, get_bytes(s->arg, 12, 2)));
}

struct outcome model_call(struct world *world, const struct step *s, uint32_t picked)
{
	int nr = cmd_nr(s->cmd);
	struct outcome outcome;

	if (!model_front(s, &outcome)) {
		if (nr == CREATE_PORT || nr == CONNECT_PORT)
			outcome = make_checked(world, nr, s, picked);
		else if (nr == DELETE_PORT || nr == DISCONNECT_PORT)
			outcome = remove_object(world, nr, s);
		else if (nr != GET_INFO)
			outcome = send(world, nr, s);
	}
	/* EFAULT wins where there is something to write */
	if (!model_writable(s) && (outcome.answered || (nr == GET_INFO && !outcome.error)))
		return model_unanswered(EFAULT);
	return outcome;
}
