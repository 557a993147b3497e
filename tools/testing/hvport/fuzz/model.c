// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files of a program, and what goes with the last close of one: connections
 * first, then ports, each deleted unless it persists.
 */
#include "bytes.h"
#include "model.h"

void model_begin(struct world *world, bool shared)
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		world->slot[i] = -1;
	memset(world->held, 0, sizeof(world->held));
	world->files = 0;
	world->objects = 0;
	world->hv.ports = 0;
	world->hv.connections = 0;
	if (shared) {
		/* Whoever shares it holds it */
		model_open(world, 0);
		model_hold(world);
	}
}

static void delete_unasked(struct world *world, const struct object *object)
{
	if (object->connection)
		hv_disconnect(&world->hv, object->partition, object->id,
			      object->type == TYPE_DOORBELL);
	else
		hv_delete(&world->hv, object->partition, object->id);
}

static void release_kind(struct world *world, unsigned int file, bool connections)
{
	unsigned int i, kept = 0;

	for (i = 0; i < world->objects; i++) {
		const struct object *object = &world->object[i];

		if (object->file != file || object->connection != connections)
			world->object[kept++] = *object;
		else if (!object->persist)
			delete_unasked(world, object);
	}
	world->objects = kept;
}

static bool is_open(const struct world *world, unsigned int file)
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		if (world->slot[i] == (int)file)
			return true;
	return world->held[file];
}

static void release_if_last(struct world *world, unsigned int file)
{
	if (is_open(world, file))
		return;
	release_kind(world, file, true);
	release_kind(world, file, false);
}

void model_close(struct world *world, unsigned int at)
{
	int file = world->slot[at];

	world->slot[at] = -1;
	if (file >= 0)
		release_if_last(world, file);
}

void model_open(struct world *world, unsigned int at)
{
	model_close(world, at);
	world->slot[at] = world->files++;
}

void model_dup(struct world *world, unsigned int at, unsigned int from)
{
	int file = world->slot[from];

	if (at == from || file < 0)
		return;
	model_close(world, at);
	world->slot[at] = file;
}

void model_hold(struct world *world)
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		if (world->slot[i] >= 0)
			world->held[world->slot[i]] = true;
}

/* In which order does not matter, as long as no call is answered by a fault */
void model_let_go(struct world *world)
{
	unsigned int file;

	for (file = 0; file < world->files; file++) {
		if (!world->held[file])
			continue;
		world->held[file] = false;
		release_if_last(world, file);
	}
}

/* Of one file, or of all if it is negative */
unsigned int model_count(const struct world *world, int file, bool connections)
{
	unsigned int i, count = 0;

	for (i = 0; i < world->objects; i++)
		count += world->object[i].connection == connections &&
			 (file < 0 || world->object[i].file == (unsigned int)file);
	return count;
}
