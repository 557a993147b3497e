/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a program must see: a model of the open files, of what hvport holds and of
 * what the hypervisor holds, from the documentation of both
 * (Documentation/userspace-api/hvport.rst, testhv/README.md). It shares nothing with
 * either.
 */
#ifndef FUZZ_MODEL_H
#define FUZZ_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "model_fields.h"
#include "program.h"

#define OBJECTS_MAX	(STEPS_MAX + 1)

/* What an ioctl came to, or has to come to */
struct outcome {
	int error;		/* errno, 0: success */
	bool answered;		/* a result was written, and here it is: */
	uint16_t hv_status;
	uint8_t stage;
	uint8_t deposits;
	uint32_t bad_field;
	bool picked;		/* the id was written too */
};

/* A port or a connection that hvport holds */
struct object {
	bool connection;
	uint64_t partition;	/* as it was given */
	uint32_t id;
	uint32_t type;
	unsigned int file;
	bool persist;
};

struct hv_port {
	uint32_t id;
	uint32_t type;
	uint32_t flag_count;
	unsigned int messages;	/* that nobody has read */
	unsigned int serial;
};

struct hv_connection {
	uint32_t id;
	uint32_t type;
	const struct hv_port *peer;	/* leads there, or else to: */
	uint32_t port_id;
	unsigned int port_serial;
};

/* What the test hypervisor holds for this partition */
struct hypervisor {
	unsigned int vps;
	uint64_t own;		/* number of the partition */
	struct fault fault;
	unsigned int ports, connections, serial;
	struct hv_port port[OBJECTS_MAX];
	struct hv_connection connection[OBJECTS_MAX];
};

struct world {
	/* How it is */
	bool own_known;		/* hvport knows the number of the partition */
	bool may_deposit;
	bool alone;		/* nobody else owns anything */
	unsigned int limit_file, limit_all;
	/* Files, by number */
	int slot[SLOTS];	/* the file there, -1: none */
	bool held[STEPS_MAX + 1];
	unsigned int files;
	/* What hvport holds, in the order in which it was made */
	unsigned int objects;
	struct object object[OBJECTS_MAX];
	struct hypervisor hv;
};

/* model.c: @at is the slot; with @shared, there is a file in slot 0 that stays open */
void model_begin(struct world *world, bool shared);
void model_open(struct world *world, unsigned int at);
void model_close(struct world *world, unsigned int at);
void model_dup(struct world *world, unsigned int at, unsigned int from);
void model_hold(struct world *world);
void model_let_go(struct world *world);
unsigned int model_count(const struct world *world, int file, bool connections);

/* model_call.c. With ANY_ID, @picked is the id that hvport wrote. */
struct outcome model_call(struct world *world, const struct step *step, uint32_t picked);

/* model_front.c. False: there is more to know. */
bool model_front(const struct step *step, struct outcome *outcome);
bool model_writable(const struct step *step);
struct outcome model_unanswered(int error);
struct outcome model_refused(int error, unsigned int bad_field);
struct outcome model_answer(enum model_nr nr, uint16_t status);
/* Could it come to that, whoever else is at work? */
bool model_possible(const struct step *step, const struct outcome *outcome);
bool outcome_same(const struct outcome *a, const struct outcome *b);

/* model_hv.c: the hypercalls, each answering an HV_STATUS */
uint16_t hv_create(struct hypervisor *hv, const uint8_t *arg, uint32_t id);
uint16_t hv_delete(struct hypervisor *hv, uint64_t partition, uint32_t id);
uint16_t hv_connect(struct hypervisor *hv, const uint8_t *arg, uint32_t id);
uint16_t hv_disconnect(struct hypervisor *hv, uint64_t partition, uint32_t id, bool is_doorbell);
uint16_t hv_post(struct hypervisor *hv, uint32_t id);
uint16_t hv_signal(struct hypervisor *hv, uint32_t id, unsigned int flag);
bool hv_is_own(const struct hypervisor *hv, uint64_t partition);
bool hv_has(const struct hypervisor *hv, bool connection, uint32_t id);

#endif /* FUZZ_MODEL_H */
