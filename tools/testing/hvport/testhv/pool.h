/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory pools: the pages that partitions have given for their objects. */
#ifndef TESTHV_POOL_H
#define TESTHV_POOL_H

#include "rep.h"
#include "types.h"

struct vp;

#define POOL_UNLIMITED	(~0ULL)

struct pool {
	u64 partition;
	u64 free;		/* pages that an object can be made in */
	u64 used;		/* pages that objects live in */
	u64 deposited;		/* since boot */
	u64 withdrawn;		/* since boot */
	u16 refusal;		/* HV_STATUS when it is empty */
};

/* One page for an object of this partition; an HV_STATUS */
u16 pool_take(u64 partition);
void pool_give(u64 partition);

/* Elements of HvCallDepositMemory and HvCallWithdrawMemory */
u16 pool_deposit(struct vp *vp, const struct rep *rep, u32 element);
u16 pool_withdraw(struct vp *vp, const struct rep *rep, u32 element);

/* Is the page deposited, so that nobody but the hypervisor may use it? */
bool pool_has(u64 gpa);

/* The guest touched it all the same: a violation. False if it is not deposited. */
bool pool_access_fault(struct vp *vp, u64 gpa);

/* For the tests; NULL or false if the partition has no pool or the status does not fit */
const struct pool *pool_get(u64 partition);
bool pool_set(u64 partition, u64 free, u64 refusal);
void pool_keep(u64 pages);
void pool_release_kept(void);
void pool_misname(u64 number, u64 pages);

#endif /* TESTHV_POOL_H */
