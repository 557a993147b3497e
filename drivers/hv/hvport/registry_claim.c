// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may do what with an object of the registry: use it, or delete it. Whoever
 * deletes an object claims it first, as its owner, with FOREIGN, or because there
 * is no owner left to ask, and either forgets it (registry.c) or gives it back.
 *
 * Only bookkeeping, as in registry.c. For the locks see registry.h.
 */
#include <linux/atomic.h>
#include <linux/kernel.h>

#include "hvport.h"
#include "registry.h"

/**
 * hvport_registry_owned() - is it this file's, to be used?
 * @kind: port or connection
 * @partition: partition number as callers give it
 * @id: id
 * @file: who asks
 *
 * The answer can be stale when it arrives: whoever deletes an object while
 * using it finds out from the hypervisor.
 *
 * Return: 0; -ENOENT: no such object, or it is just being made or deleted;
 * -EPERM: it is another file's.
 */
int hvport_registry_owned(enum hvport_kind kind, u64 partition, u32 id,
			  const struct hvport_file *file)
{
	struct hvport_bucket *bucket = hvport_bucket_of(kind, partition, id);
	struct hvport_object *object;
	int error = 0;

	spin_lock(&bucket->lock);
	object = hvport_bucket_find(bucket, kind, partition, id);
	if (!object || READ_ONCE(object->state) != HVPORT_LIVE)
		error = -ENOENT;
	else if (object->file != file)
		error = -EPERM;
	spin_unlock(&bucket->lock);
	return error;
}

static int claim_own(struct hvport_object *object, const struct hvport_file *file)
{
	/* Pairs with the release in publish and unclaim */
	if (smp_load_acquire(&object->state) != HVPORT_LIVE)
		return -ENOENT;
	if (object->file != file)
		return -EPERM;
	WRITE_ONCE(object->state, HVPORT_CLAIMED);
	return 0;
}

/**
 * hvport_registry_claim() - become the one who deletes an object
 * @kind: port or connection
 * @partition: partition number as it was given when the object was made
 * @id: id
 * @file: the file it has to belong to
 * @claimed: the object
 *
 * Return: 0; -ENOENT: no such object, or it is just being made or deleted;
 * -EPERM: it is another file's.
 */
int hvport_registry_claim(enum hvport_kind kind, u64 partition, u32 id,
			  const struct hvport_file *file,
			  struct hvport_object **claimed)
{
	struct hvport_bucket *bucket = hvport_bucket_of(kind, partition, id);
	struct hvport_object *object;
	int error;

	spin_lock(&bucket->lock);
	object = hvport_bucket_find(bucket, kind, partition, id);
	error = object ? claim_own(object, file) : -ENOENT;
	spin_unlock(&bucket->lock);
	*claimed = error ? NULL : object;
	return error;
}

/*
 * One that is being made, and that the hypervisor has already, is taken from
 * under its maker, who may be a long time about the answer. One that is just in
 * the hypervisor, to be made or to be deleted, is left alone until that is over:
 * of two calls that meet there nobody could say afterwards which was first.
 */
static bool claim_anybodys(struct hvport_object *object)
{
	if (READ_ONCE(object->made) &&
	    cmpxchg(&object->state, HVPORT_RESERVED, HVPORT_SEIZED) == HVPORT_RESERVED)
		return true;
	return cmpxchg_acquire(&object->state, HVPORT_LIVE, HVPORT_CLAIMED) ==
	       HVPORT_LIVE;
}

/* Deleted already, but not for its maker, who keeps the key until he hears of it */
static bool claim_doomed(struct hvport_object *object)
{
	return cmpxchg(&object->state, HVPORT_DOOMED, HVPORT_SEIZED) == HVPORT_DOOMED;
}

/**
 * hvport_registry_claim_foreign() - become the one who deletes an object, whoever
 * owns it
 * @key: kind, partition and id, ABSENT. If nobody here has such an object this is
 *	put in its place, so that nobody makes one while the hypervisor deletes what
 *	it may have; it has to live until it is forgotten or unclaimed.
 *
 * The caller holds foreign_lock of port.c until it is done with the object:
 * neither the closing of files nor a maker who finds that his object was seized
 * gets past that.
 *
 * Return: the object, @key, or NULL: it is just being made or deleted, which will
 * not take long.
 */
struct hvport_object *hvport_registry_claim_foreign(struct hvport_object *key)
{
	struct hvport_bucket *bucket = hvport_bucket_of_object(key);
	struct hvport_object *object;

	spin_lock(&bucket->lock);
	object = hvport_bucket_find(bucket, key->kind, key->partition, key->id);
	if (!object) {
		hlist_add_head(&key->node, &bucket->objects);
		object = key;
	} else if (!claim_anybodys(object) && !claim_doomed(object)) {
		object = NULL;
	}
	spin_unlock(&bucket->lock);
	return object;
}

/* Back to the maker of a seized object, who may have been told that it is gone */
static u32 state_before_seizure(const struct hvport_object *object)
{
	return READ_ONCE(object->made) ? HVPORT_RESERVED : HVPORT_DOOMED;
}

/* It was not deleted after all */
void hvport_registry_unclaim(struct hvport_object *object)
{
	u32 state = READ_ONCE(object->state);

	if (state == HVPORT_ABSENT) {
		hvport_bucket_remove(object);
		return;
	}
	/* Pairs with hvport_registry_claim() */
	smp_store_release(&object->state, state == HVPORT_SEIZED ?
			  state_before_seizure(object) : HVPORT_LIVE);
}

/**
 * hvport_registry_claim_first() - claim whatever a closing file still owns
 * @file: the file, which nobody else uses and no FOREIGN caller can reach
 * @kind: port or connection
 *
 * Return: a claimed object, or NULL when there are no more.
 */
struct hvport_object *hvport_registry_claim_first(struct hvport_file *file,
						  enum hvport_kind kind)
{
	struct hvport_object *object, *claimed;

	spin_lock(&file->lock);
	object = list_first_entry_or_null(&file->objects[kind],
					  struct hvport_object, file_node);
	spin_unlock(&file->lock);
	if (!object)
		return NULL;
	hvport_registry_claim(kind, object->partition, object->id, file, &claimed);
	return claimed;
}

/**
 * hvport_registry_claim_next() - claim whatever there is
 * @kind: port or connection
 * @bucket: where to go on; 0 at first
 *
 * The caller holds foreign_lock, as for hvport_registry_claim_foreign().
 *
 * Return: a claimed object, or NULL when there are no more.
 */
struct hvport_object *hvport_registry_claim_next(enum hvport_kind kind,
						 unsigned int *bucket)
{
	struct hvport_object *object;

	for (; *bucket < ARRAY_SIZE(hvport_buckets); ++*bucket) {
		spin_lock(&hvport_buckets[*bucket].lock);
		hlist_for_each_entry(object, &hvport_buckets[*bucket].objects, node) {
			if (object->kind != kind || !claim_anybodys(object))
				continue;
			spin_unlock(&hvport_buckets[*bucket].lock);
			return object;
		}
		spin_unlock(&hvport_buckets[*bucket].lock);
	}
	return NULL;
}

/**
 * hvport_registry_take_made() - find an object that the hypervisor still has
 * @kind: port or connection
 * @bucket: where to go on; 0 at first
 * @copy: what is needed to delete it: kind, partition, id, type
 *
 * For the last words before a reboot: nobody else can delete objects any more,
 * but their owners still publish them and close their files. So the object is
 * not touched again but marked as gone, and what does not change is copied.
 *
 * Return: false when there are no more.
 */
bool hvport_registry_take_made(enum hvport_kind kind, unsigned int *bucket,
			       struct hvport_object *copy)
{
	struct hvport_object *object;

	for (; *bucket < ARRAY_SIZE(hvport_buckets); ++*bucket) {
		spin_lock(&hvport_buckets[*bucket].lock);
		hlist_for_each_entry(object, &hvport_buckets[*bucket].objects, node) {
			if (object->kind != kind || object->persist ||
			    !READ_ONCE(object->made))
				continue;
			WRITE_ONCE(object->made, false);
			copy->kind = object->kind;
			copy->partition = object->partition;
			copy->id = object->id;
			copy->type = object->type;
			spin_unlock(&hvport_buckets[*bucket].lock);
			return true;
		}
		spin_unlock(&hvport_buckets[*bucket].lock);
	}
	return false;
}
