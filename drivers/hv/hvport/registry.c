// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who owns what: every port and connection that this module holds, found by
 * (kind, partition, id), and listed by the file that owns it. How they get in and
 * out, and how many there may be; who may use and delete what is in is in
 * registry_claim.c.
 *
 * Only bookkeeping: no hypercalls and no user memory. An object is reserved
 * before the hypercall that makes it and published when nothing can fail any
 * more; to be deleted it is claimed first. So whoever looks a key up sees a
 * complete object or none, and of two who delete one wins.
 *
 * For the locks see registry.h.
 */
#include <linux/atomic.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <linux/slab.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"
#include "registry.h"

struct hvport_bucket hvport_buckets[1 << HVPORT_BUCKET_BITS];

static struct kmem_cache *object_cache;
static atomic_t count_all[HVPORT_KINDS];
static atomic_t next_id;	/* where the search for a free id goes on */

static unsigned int max_objects = 65536;
module_param(max_objects, uint, 0644);
MODULE_PARM_DESC(max_objects, "most ports, and most connections, that all files together may own");

static unsigned int max_objects_per_file = 16384;
module_param(max_objects_per_file, uint, 0644);
MODULE_PARM_DESC(max_objects_per_file, "most ports, and most connections, that one open file may own");

/**
 * hvport_registry_init() - get ready to hold objects
 *
 * The size and the alignment of an object are the same power of two, so no
 * object, and no input block at the start of one, crosses a page: the
 * hypervisor demands it. Ids are picked from a random start, so that a module
 * that is loaded again does not run into what it left behind.
 *
 * Return: 0 or -ENOMEM. May sleep.
 */
int hvport_registry_init(void)
{
	size_t size = roundup_pow_of_two(sizeof(struct hvport_object));
	size_t i;

	object_cache = kmem_cache_create("hvport_object", size, size,
					 SLAB_ACCOUNT, NULL);
	for (i = 0; i < ARRAY_SIZE(hvport_buckets); i++)
		spin_lock_init(&hvport_buckets[i].lock);
	atomic_set(&next_id, get_random_u32());
	return object_cache ? 0 : -ENOMEM;
}

void hvport_registry_exit(void)
{
	kmem_cache_destroy(object_cache);
}

/* The caller fills in all but the two list members. May sleep. */
struct hvport_object *hvport_object_alloc(void)
{
	return kmem_cache_alloc(object_cache, GFP_KERNEL);
}

void hvport_object_free(struct hvport_object *object)
{
	kmem_cache_free(object_cache, object);
}

/* Count @object in, unless that is one too many */
static int count_in(struct hvport_object *object)
{
	atomic_t *all = &count_all[object->kind];
	atomic_t *own = &object->file->count[object->kind];

	if ((u32)atomic_inc_return(all) <= READ_ONCE(max_objects)) {
		if ((u32)atomic_inc_return(own) <= READ_ONCE(max_objects_per_file))
			return 0;
		atomic_dec(own);
	}
	atomic_dec(all);
	return -ENOSPC;
}

static void count_out(struct hvport_object *object)
{
	atomic_dec(&object->file->count[object->kind]);
	atomic_dec(&count_all[object->kind]);
}

static int insert(struct hvport_object *object)
{
	struct hvport_bucket *bucket = hvport_bucket_of_object(object);
	bool taken;

	spin_lock(&bucket->lock);
	taken = hvport_bucket_find(bucket, object->kind, object->partition, object->id);
	if (!taken)
		hlist_add_head(&object->node, &bucket->objects);
	spin_unlock(&bucket->lock);
	return taken ? -EEXIST : 0;
}

/**
 * hvport_registry_reserve() - take the key of an object that is to be made
 * @object: filled in, RESERVED
 *
 * Return: 0; -EEXIST: the key is held already, in whatever state; -ENOSPC: one
 * object too many.
 */
int hvport_registry_reserve(struct hvport_object *object)
{
	int error = insert(object);

	if (error)
		return error;
	error = count_in(object);
	if (error)
		hvport_bucket_remove(object);
	return error;
}

/**
 * hvport_registry_reserve_any_id() - the same with an id that nobody here holds
 * @object: filled in but for the id, which is written
 *
 * Never picks 0.
 *
 * Return: 0 or -ENOSPC.
 */
int hvport_registry_reserve_any_id(struct hvport_object *object)
{
	u32 left = HV_PORT_ID_MAX;
	int error;

	do {
		object->id = (u32)atomic_inc_return(&next_id) & HV_PORT_ID_MAX;
		error = object->id ? hvport_registry_reserve(object) : -EEXIST;
	} while (error == -EEXIST && left--);
	return error ? -ENOSPC : 0;
}

/**
 * hvport_registry_could_reserve() - would an object be let in?
 * @file: who asks
 * @kind: port or connection
 * @partition: partition number as callers give it
 * @id: id, NULL: any
 *
 * Changes nothing, so the answer can be stale when it arrives.
 *
 * Return: as hvport_registry_reserve().
 */
int hvport_registry_could_reserve(struct hvport_file *file, enum hvport_kind kind,
				  u64 partition, const u32 *id)
{
	struct hvport_bucket *bucket;
	bool taken = false;

	if (id) {
		bucket = hvport_bucket_of(kind, partition, *id);
		spin_lock(&bucket->lock);
		taken = hvport_bucket_find(bucket, kind, partition, *id);
		spin_unlock(&bucket->lock);
	}
	if (taken)
		return -EEXIST;
	if ((u32)atomic_read(&count_all[kind]) >= READ_ONCE(max_objects) ||
	    (u32)atomic_read(&file->count[kind]) >= READ_ONCE(max_objects_per_file))
		return -ENOSPC;
	return 0;
}

/**
 * hvport_registry_publish() - the object is complete and can be found
 * @object: reserved, and made by the hypervisor
 *
 * From here on the object is its file's.
 *
 * Return: false when a FOREIGN caller got at it first. Once that one is done
 * (see hvport_registry_claim_foreign()), true or false say whether the object is
 * left.
 */
bool hvport_registry_publish(struct hvport_object *object)
{
	struct hvport_file *file = object->file;

	spin_lock(&file->lock);
	list_add_tail(&object->file_node, &file->objects[object->kind]);
	spin_unlock(&file->lock);
	/* Pairs with hvport_registry_claim(): who claims it finds it listed */
	if (cmpxchg_release(&object->state, HVPORT_RESERVED, HVPORT_LIVE) ==
	    HVPORT_RESERVED)
		return true;
	spin_lock(&file->lock);
	list_del(&object->file_node);
	spin_unlock(&file->lock);
	return false;
}

/* Give back the key of an object that is not published. It can be used again. */
void hvport_registry_abandon(struct hvport_object *object)
{
	hvport_bucket_remove(object);
	count_out(object);
}

/*
 * A claimed object is no more: out of the registry and of its file, and freed.
 * A seized one is not in its file yet; its maker does the rest. An absent one
 * is its caller's.
 */
void hvport_registry_forget(struct hvport_object *object)
{
	struct hvport_file *file = object->file;
	u32 state = READ_ONCE(object->state);

	if (state == HVPORT_ABSENT) {
		hvport_bucket_remove(object);
		return;
	}
	if (state == HVPORT_SEIZED) {
		WRITE_ONCE(object->made, false);
		/* Pairs with the lock that a maker takes who could not publish */
		smp_store_release(&object->state, HVPORT_DOOMED);
		return;
	}
	spin_lock(&file->lock);
	list_del(&object->file_node);
	spin_unlock(&file->lock);
	hvport_bucket_remove(object);
	count_out(object);
	hvport_object_free(object);
}

/* Objects of all files, those being made included */
u32 hvport_registry_count(enum hvport_kind kind)
{
	return atomic_read(&count_all[kind]);
}
