/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the module share. Arrows go one way: main -> ioctl -> port
 * -> registry, hypercall -> memory, transport. The pure files (validate, status) are
 * called by ioctl and port and call nobody.
 *
 * Words: result is the u64 that a hypercall returns, status the u16 HV_STATUS
 * in it, error a negative errno. They are never mixed.
 */
#ifndef HVPORT_H
#define HVPORT_H

#include <linux/atomic.h>
#include <linux/compiler.h>
#include <linux/list.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include <uapi/linux/hvport.h>

/* What can be owned. A closing file gives up the highest first. */
enum hvport_kind {
	HVPORT_PORT,
	HVPORT_CONNECTION,
	HVPORT_KINDS,
};

/**
 * struct hvport_file - an open /dev/hvport
 * @lock: guards @objects
 * @objects: what this file owns, published objects only
 * @count: how many of each kind, those being made included
 * @lost: how many were lost over hibernation
 * @pid: who opened it, for people who read the list
 * @comm: the name of that
 */
struct hvport_file {
	spinlock_t lock;	/* guards objects */
	struct list_head objects[HVPORT_KINDS];
	atomic_t count[HVPORT_KINDS];
	atomic_t lost;
	pid_t pid;
	char comm[16];	/* TASK_COMM_LEN */
};

/* Input block of the call that makes an object: the larger is ConnectPort's */
#define HVPORT_BLOCK_MAX	72

/*
 * RESERVED: the key is taken, the object is being made. LIVE: made, published.
 * CLAIMED: somebody is deleting it and alone decides what becomes of it.
 * SEIZED: a FOREIGN caller is deleting it before its maker has published it.
 * DOOMED: that succeeded; the maker still has to hear of it. ABSENT: there is no
 * object; a FOREIGN caller keeps the key while the hypervisor is asked.
 */
enum hvport_state {
	HVPORT_RESERVED,
	HVPORT_LIVE,
	HVPORT_CLAIMED,
	HVPORT_SEIZED,
	HVPORT_DOOMED,
	HVPORT_ABSENT,
};

/**
 * struct hvport_object - a port or a connection that this module holds
 * @block: input block of the hypercall that makes it, as the caller gave it;
 *	first, so that it has the alignment of the object and no page in it
 * @partition: the block begins so for both kinds: the partition, ...
 * @id: ... and the id. With the kind they are the registry's key.
 * @node: in the registry
 * @file_node: in @file
 * @file: the owner; outlives the object
 * @state: enum hvport_state, the registry's business
 * @kind: port or connection
 * @type: HVPORT_TYPE_*
 * @persist: to be forgotten, not deleted, when the file closes
 * @made: the hypervisor has it
 *
 * One allocation holds the tracking and the input block. See
 * hvport_registry_init() for why it cannot cross a page.
 */
struct hvport_object {
	union {
		u8 block[HVPORT_BLOCK_MAX] __aligned(8);
		struct {
			u64 partition;
			u32 id;
		};
	};
	struct hlist_node node;
	struct list_head file_node;
	struct hvport_file *file;
	u32 state;
	u8 kind;
	u8 type;
	bool persist;
	bool made;
};

/**
 * struct hvport_counters - what happened since the module was loaded
 * @hypercalls: hypercalls made
 * @refused_by_kernel: ioctls refused before the hypercall
 * @refused_by_hypervisor: hypercalls that did not answer success
 * @undone: objects deleted again because the answer could not be copied out
 * @left_behind: objects that the hypervisor would not delete when a file closed
 * @lost: objects that were gone after hibernation
 * @pages_deposited: pages that the hypervisor took
 * @pages_withdrawn: pages that it gave back
 */
struct hvport_counters {
	u64 hypercalls;
	u64 refused_by_kernel;
	u64 refused_by_hypervisor;
	u64 undone;
	u64 left_behind;
	u64 lost;
	u64 pages_deposited;
	u64 pages_withdrawn;
};
DECLARE_PER_CPU(struct hvport_counters, hvport_counters);

struct hv_input_post_message;

/**
 * struct hvport_call - a hypercall to be made
 * @code: call code; all of the control word but the fast bit
 * @message: input block of HvCallPostMessage, anywhere, or NULL
 * @input: else, input block in the kernel's direct map that does not cross a
 *	page, or NULL: the input is in @fast
 * @fast: the input of a fast call, bytes 0 to 7 and 8 to 15
 * @makes: the object that exists if the call succeeds, or NULL
 * @partition: whose object the call is about, for who traces it
 * @id: which object, for the same
 */
struct hvport_call {
	u16 code;
	const struct hv_input_post_message *message;
	const void *input;
	u64 fast[2];
	struct hvport_object *makes;
	u64 partition;
	u32 id;
};

/**
 * struct hvport_rep_call - a rep hypercall to be made
 * @code: call code
 * @count: number of elements, at most 4095
 * @input: input block, as in &struct hvport_call
 * @output: output, under the same conditions, or NULL
 * @partition: which partition it is about, for who traces it
 */
struct hvport_rep_call {
	u16 code;
	u16 count;
	const void *input;
	void *output;
	u64 partition;
};

/* Refused before the hypercall: @bad_field is an offset in the struct or 0 */
static inline int hvport_refuse(struct hvport_result *result, int error,
				u32 bad_field)
{
	result->stage = HVPORT_STAGE_KERNEL;
	result->bad_field = bad_field;
	return error;
}

/* detect.c: CPUID. Any context that may sleep; called once, at load. */
int hvport_detect(void);
const struct hvport_info *hvport_detected(void);
void hvport_detected_set_page(u32 page_mode, u64 partition_id);

/*
 * transport.c: the hypercall page. init, exit, suspend, resume and shutdown may
 * sleep and are called one at a time; the two calls are for any context in
 * which the kernel's own hypercalls are allowed, inside a
 * rcu_read_lock() section when they must not outlive the page.
 */
#define HVPORT_NO_PAGE	(~0ULL)		/* a result no hypervisor gives */
void hvport_cpuid(u32 leaf, u32 regs[4]);
int hvport_transport_init(void);
void hvport_transport_exit(void);
void hvport_transport_suspend(void);
void hvport_transport_resume(void);
bool hvport_transport_owned(void);
u64 hvport_transport_call(u64 control, const void *input, void *output);
u64 hvport_transport_fast(u16 code, u64 input1, u64 input2);

/* transport_page.S: the module's own page, and the call to it */
extern char hvport_own_page[];
u64 hvport_own_page_call(u64 control, u64 rdx, u64 r8);

/* hypercall.c: issue a block, trace and count it */
int hvport_hypercall_init(void);
void hvport_hypercall_exit(void);
int hvport_hypercall(const struct hvport_call *call,
		     struct hvport_result *result);
u16 hvport_hypercall_rep(const struct hvport_rep_call *call, u16 *done);
void hvport_hypercall_close(void);
bool hvport_hypercall_closed(void);
u64 hvport_hypercall_partition_id(void);

/* memory.c: pages lent to the hypervisor */
int hvport_memory_deposit(u64 partition, u16 status, u8 *deposits);
bool hvport_memory_wanted(u16 status);
bool hvport_memory_is_lent(void);
void hvport_memory_withdraw_all(void);
void hvport_memory_exit(void);

/* registry.c: who owns what */
int hvport_registry_init(void);
void hvport_registry_exit(void);
struct hvport_object *hvport_object_alloc(void);
void hvport_object_free(struct hvport_object *object);
int hvport_registry_reserve(struct hvport_object *object);
int hvport_registry_reserve_any_id(struct hvport_object *object);
int hvport_registry_could_reserve(struct hvport_file *file, enum hvport_kind kind,
				  u64 partition, const u32 *id);
bool hvport_registry_publish(struct hvport_object *object);
void hvport_registry_abandon(struct hvport_object *object);
void hvport_registry_forget(struct hvport_object *object);
u32 hvport_registry_count(enum hvport_kind kind);

/* registry_claim.c: who may use an object, and who deletes it */
int hvport_registry_owned(enum hvport_kind kind, u64 partition, u32 id,
			  const struct hvport_file *file);
int hvport_registry_claim(enum hvport_kind kind, u64 partition, u32 id,
			  const struct hvport_file *file,
			  struct hvport_object **claimed);
struct hvport_object *hvport_registry_claim_foreign(struct hvport_object *key);
struct hvport_object *hvport_registry_claim_first(struct hvport_file *file,
						  enum hvport_kind kind);
struct hvport_object *hvport_registry_claim_next(enum hvport_kind kind,
						 unsigned int *bucket);
void hvport_registry_unclaim(struct hvport_object *object);
bool hvport_registry_take_made(enum hvport_kind kind, unsigned int *bucket,
			       struct hvport_object *copy);

/* port.c: birth and death of ports and connections */
union hvport_arg;
int hvport_make(struct hvport_file *file, enum hvport_kind kind,
		const union hvport_arg *arg, struct hvport_object **made,
		struct hvport_result *result);
void hvport_keep(struct hvport_object *object);
void hvport_undo(struct hvport_object *object);
int hvport_delete(struct hvport_file *file, enum hvport_kind kind,
		  const union hvport_arg *arg, struct hvport_result *result);
void hvport_release_file(struct hvport_file *file);
void hvport_delete_all(void);
void hvport_lose_all(bool same_partition);
u32 hvport_generation(void);

/* send.c: the use of connections */
int hvport_post_message(const struct hvport_file *file,
			const union hvport_arg *arg,
			struct hvport_result *result);
int hvport_signal_event(const struct hvport_file *file,
			const union hvport_arg *arg,
			struct hvport_result *result);

/* ioctl.c */
struct file;
long hvport_ioctl(struct file *filp, unsigned int cmd, unsigned long arg);

/* debugfs.c: failing to make the files is not an error, they are for people */
void hvport_debugfs_init(void);
void hvport_debugfs_exit(void);

#endif /* HVPORT_H */
