// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who owns what: every port and connection that this module holds, found by
 * (kind, partition, id), and listed by the file that owns it.
 *
 * Only bookkeeping: no hypercalls and no user memory. An object is reserved
 * before the hypercall that makes it and published when nothing can fail any
 * more; to be deleted it is claimed first. So whoever looks a key up sees a
 * complete object or none, and of two who delete one wins.
 *
 * Locking: a spinlock for each hash bucket guards the chain and the state of the
 * objects in it; hvport_file.lock guards the file's list. Neither is taken
 * inside the other. The hash buckets are many, so that two CPUs meet in one
 * by accident only. Why not an xarray, nor hlist_bl with its lock in the pointer,
 * is in Documentation/virt/hyperv/hvport.rst.
 */
#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/moduleparam.h>
#include <linux/random.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include <hyperv/hvport_abi.h>

#include "hvport.h"

#define BUCKET_BITS	12
static struct bucket {
	spinlock_t lock;	/* guards the chain and the state of what is in it */
	struct hlist_head objects;
} buckets[1 << BUCKET_BITS];

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
	for (i = 0; i < ARRAY_SIZE(buckets); i++)
		spin_lock_init(&buckets[i].lock);
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

static struct bucket *bucket_of(enum hvport_kind kind, u64 partition, u32 id)
{
	u64 key = partition + ((u64)id << 1) + kind;

	return &buckets[hash_64(key, BUCKET_BITS)];
}

static struct bucket *bucket_of_object(const struct hvport_object *object)
{
	return bucket_of(object->kind, object->partition, object->id);
}

static struct hvport_object *find(struct bucket *bucket, enum hvport_kind kind,
				  u64 partition, u32 id)
{
	struct hvport_object *object;

	hlist_for_each_entry(object, &bucket->objects, node)
		if (object->id == id && object->partition == partition &&
		    object->kind == kind)
			return object;
	return NULL;
}

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
	struct bucket *bucket = bucket_of(kind, partition, id);
	struct hvport_object *object;
	int error = 0;

	spin_lock(&bucket->lock);
	object = find(bucket, kind, partition, id);
	if (!object || READ_ONCE(object->state) != HVPORT_LIVE)
		error = -ENOENT;
	else if (object->file != file)
		error = -EPERM;
	spin_unlock(&bucket->lock);
	return error;
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
	struct bucket *bucket = bucket_of_object(object);
	bool taken;

	spin_lock(&bucket->lock);
	taken = find(bucket, object->kind, object->partition, object->id);
	if (!taken)
		hlist_add_head(&object->node, &bucket->objects);
	spin_unlock(&bucket->lock);
	return taken ? -EEXIST : 0;
}

static void remove(struct hvport_object *object)
{
	struct bucket *bucket = bucket_of_object(object);

	spin_lock(&bucket->lock);
	hlist_del(&object->node);
	spin_unlock(&bucket->lock);
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
		remove(object);
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
	struct bucket *bucket;
	bool taken = false;

	if (id) {
		bucket = bucket_of(kind, partition, *id);
		spin_lock(&bucket->lock);
		taken = find(bucket, kind, partition, *id);
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
	remove(object);
	count_out(object);
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
	struct bucket *bucket = bucket_of(kind, partition, id);
	struct hvport_object *object;
	int error;

	spin_lock(&bucket->lock);
	object = find(bucket, kind, partition, id);
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
	struct bucket *bucket = bucket_of_object(key);
	struct hvport_object *object;

	spin_lock(&bucket->lock);
	object = find(bucket, key->kind, key->partition, key->id);
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
		remove(object);
		return;
	}
	/* Pairs with hvport_registry_claim() */
	smp_store_release(&object->state, state == HVPORT_SEIZED ?
			  state_before_seizure(object) : HVPORT_LIVE);
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
		remove(object);
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
	remove(object);
	count_out(object);
	hvport_object_free(object);
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

	for (; *bucket < ARRAY_SIZE(buckets); ++*bucket) {
		spin_lock(&buckets[*bucket].lock);
		hlist_for_each_entry(object, &buckets[*bucket].objects, node) {
			if (object->kind != kind || !claim_anybodys(object))
				continue;
			spin_unlock(&buckets[*bucket].lock);
			return object;
		}
		spin_unlock(&buckets[*bucket].lock);
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

	for (; *bucket < ARRAY_SIZE(buckets); ++*bucket) {
		spin_lock(&buckets[*bucket].lock);
		hlist_for_each_entry(object, &buckets[*bucket].objects, node) {
			if (object->kind != kind || object->persist ||
			    !READ_ONCE(object->made))
				continue;
			WRITE_ONCE(object->made, false);
			copy->kind = object->kind;
			copy->partition = object->partition;
			copy->id = object->id;
			copy->type = object->type;
			spin_unlock(&buckets[*bucket].lock);
			return true;
		}
		spin_unlock(&buckets[*bucket].lock);
	}
	return false;
}

/* Objects of all files, those being made included */
u32 hvport_registry_count(enum hvport_kind kind)
{
	return atomic_read(&count_all[kind]);
}

unsigned int hvport_registry_buckets(void)
{
	return ARRAY_SIZE(buckets);
}

/* A line for each object in a bucket. seq_printf() does not sleep. */
void hvport_registry_show_bucket(struct seq_file *m, unsigned int bucket)
{
	static const char * const kinds[] = { "port", "connection" };
	static const char * const states[] = {
		"reserved", "live", "claimed", "seized", "doomed"
	};
	static const char * const types[] = {
		[HV_PORT_TYPE_MESSAGE]	= "message",
		[HV_PORT_TYPE_EVENT]	= "event",
		[HV_PORT_TYPE_MONITOR]	= "monitor",
		[HV_PORT_TYPE_DOORBELL]	= "doorbell",
	};
	struct hvport_object *object;
	u32 state;

	spin_lock(&buckets[bucket].lock);
	hlist_for_each_entry(object, &buckets[bucket].objects, node) {
		state = READ_ONCE(object->state);
		if (state == HVPORT_ABSENT)
			continue;
		seq_printf(m, "%-10s %#18llx %#8x %-8s %-8s %7d ",
			   kinds[object->kind], object->partition, object->id,
			   types[object->type], states[state], object->file->pid);
		/* A process can call itself anything, a line break included */
		seq_escape(m, object->file->comm, "\n\\");
		seq_putc(m, '\n');
	}
	spin_unlock(&buckets[bucket].lock);
}
