/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hash that is the registry, for those few files that go through it
 * themselves: registry.c, registry_claim.c, debugfs.c. All others call what hvport.h
 * declares.
 *
 * Locking: hvport_bucket.lock guards the chain, and that of those who would claim or
 * seize an object one does; the state then is the claimer's, and before LIVE its
 * maker's. hvport_file.lock guards the file's list. Neither is taken inside the other. The
 * buckets are many, so that two CPUs meet in one by accident only. Why not an
 * xarray, nor hlist_bl with its lock in the pointer, is in
 * Documentation/virt/hyperv/hvport.rst.
 */
#ifndef HVPORT_REGISTRY_H
#define HVPORT_REGISTRY_H

#include <linux/hash.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "hvport.h"

#define HVPORT_BUCKET_BITS	12

struct hvport_bucket {
	spinlock_t lock;	/* guards the chain, and who claims what is in it */
	struct hlist_head objects;
};

extern struct hvport_bucket hvport_buckets[1 << HVPORT_BUCKET_BITS];

static inline struct hvport_bucket *hvport_bucket_of(enum hvport_kind kind,
						     u64 partition, u32 id)
{
	u64 key = partition + ((u64)id << 1) + kind;

	return &hvport_buckets[hash_64(key, HVPORT_BUCKET_BITS)];
}

static inline struct hvport_bucket *
hvport_bucket_of_object(const struct hvport_object *object)
{
	return hvport_bucket_of(object->kind, object->partition, object->id);
}

/* The caller holds the bucket's lock */
static inline struct hvport_object *
hvport_bucket_find(struct hvport_bucket *bucket, enum hvport_kind kind,
		   u64 partition, u32 id)
{
	struct hvport_object *object;

	hlist_for_each_entry(object, &bucket->objects, node)
		if (object->id == id && object->partition == partition &&
		    object->kind == kind)
			return object;
	return NULL;
}

/* Whatever its state was: from here on its key is free */
static inline void hvport_bucket_remove(struct hvport_object *object)
{
	struct hvport_bucket *bucket = hvport_bucket_of_object(object);

	spin_lock(&bucket->lock);
	hlist_del(&object->node);
	spin_unlock(&bucket->lock);
}

#endif /* HVPORT_REGISTRY_H */
