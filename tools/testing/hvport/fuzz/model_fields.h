/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A second opinion on the structs of the ioctls, typed from the tables of
 * Documentation/userspace-api/hvport.rst: which bytes are which field, and what
 * may be in it. It must share nothing with the module, its headers included: a
 * mistake that both make would never be found.
 */
#ifndef FUZZ_MODEL_FIELDS_H
#define FUZZ_MODEL_FIELDS_H

#include <stdbool.h>
#include <stdint.h>

/* "The ioctls", by number */
enum model_nr {
	GET_INFO,
	CREATE_PORT,
	DELETE_PORT,
	CONNECT_PORT,
	DISCONNECT_PORT,
	POST_MESSAGE,
	SIGNAL_EVENT,
	MODEL_CALLS,
};

/* "Flags" */
#define VALIDATE_ONLY	1u
#define PERSIST		2u
#define ANY_ID		4u
#define FOREIGN		8u

/* Types of ports */
#define TYPE_MESSAGE	1u
#define TYPE_EVENT	2u
#define TYPE_MONITOR	3u
#define TYPE_DOORBELL	4u

struct model_call {
	const char *name;
	uint16_t size;		/* of the struct */
	uint16_t result;	/* offset of the result, 0: none */
	uint16_t code;		/* of the hypercall, 0: none */
	uint8_t flags;		/* that it knows */
	uint8_t partition;	/* offset of the partition of its object, 0: none is named */
	uint8_t id;		/* offset of the id of its object */
	uint8_t type;		/* offset of the port type, 0: it has none */
};

extern const struct model_call model_calls[MODEL_CALLS];

enum rule {
	ANY,		/* is not looked at here */
	ZERO,		/* all bytes of it */
	AT_MOST,	/* limit */
	FROM_ONE,	/* 1 to limit */
	ONLY_BITS,	/* of limit */
	ID,		/* at most limit; with ANY_ID 0 */
	PORT_TYPE,	/* 1 to 4, and 3 needs a privilege */
	FLAG_COUNT,	/* at least 1; with the base before it at most limit */
	ALIGNED,	/* to the size of the write that rings a doorbell */
	FITS,		/* in that size */
	DOORBELL_FLAGS,	/* a size that there is, and perhaps "any value" */
};

struct field {
	uint16_t at;
	uint16_t width;
	enum rule rule;
	uint32_t limit;
};

/*
 * Field number @index behind the flags, by offset, in a struct of which @type is the
 * port type; NULL: there are no more.
 */
const struct field *model_field(enum model_nr nr, uint32_t type, unsigned int index);

struct verdict {
	int error;		/* errno, positive; 0: well formed */
	unsigned int bad_field;
};

/* Is a struct well formed? Its size is that of the call, its flags are known ones. */
struct verdict model_validate(enum model_nr nr, const uint8_t *arg, bool may_monitor);

#endif /* FUZZ_MODEL_FIELDS_H */
