/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of hvportctl, parsed: which verb, which options were given,
 * with which values. Knows what an option can hold and which verbs and port
 * types it is for; does not know what the values mean to the kernel.
 */
#ifndef HVPORTCTL_OPTIONS_H
#define HVPORTCTL_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include <linux/types.h>

enum verb {
	VERB_INFO,
	VERB_CREATE,
	VERB_DELETE,
	VERB_LIST,
	VERB_VALIDATE,
	VERB_DOCTOR,
	VERB_CONNECT,
	VERB_DISCONNECT,
	VERB_POST,
	VERB_SIGNAL,
};

const char *verb_name(enum verb verb);

enum option_id {
	OPTION_TYPE,
	OPTION_ID,
	OPTION_ANY_ID,
	OPTION_PERSIST,
	OPTION_HOLD,
	OPTION_FOREIGN,
	OPTION_SINT,
	OPTION_VP,
	OPTION_BASE_FLAG,
	OPTION_FLAG_COUNT,
	OPTION_ADDRESS,
	OPTION_TRIGGER_VALUE,
	OPTION_TRIGGER_SIZE,
	OPTION_ANY_VALUE,
	OPTION_VTL,
	OPTION_MIN_CONNECTION_VTL,
	OPTION_PORT_PARTITION,
	OPTION_PORT_ID,
	OPTION_CONNECTION_PARTITION,
	OPTION_PROXIMITY_DOMAIN,
	OPTION_PREFERRED,
	OPTION_IS_DOORBELL,
	OPTION_MESSAGE_TYPE,
	OPTION_PAYLOAD,
	OPTION_PAYLOAD_HEX,
	OPTION_FLAG,
	OPTION_JSON,
	OPTION_HELP,
};

/* Values of options that were not given are the defaults */
struct options {
	enum verb verb;
	__u32 given;		/* bit n: option_id n */
	__u32 type;
	__u32 id;
	__u32 sint;
	__u32 vp;
	__u16 base_flag;
	__u16 flag_count;
	__u64 address;
	__u64 trigger_value;
	__u64 trigger_size;
	__u8 vtl;
	__u8 min_connection_vtl;
	__u64 port_partition;
	__u32 port_id;
	__u64 connection_partition;
	__u32 proximity_domain;
	__u32 message_type;
	const char *payload;
	const char *payload_hex;
	__u16 flag;
};

static inline bool option_given(const struct options *options, enum option_id id)
{
	return options->given & (1U << id);
}

#define OPTIONS_ERROR_MAX 256

/*
 * Parse what follows the verb; argv[0] is the verb. On failure @error, of
 * OPTIONS_ERROR_MAX bytes, says what is wrong. With --help or --json given,
 * @options has that on failure too.
 *
 * Return: 0 or -1.
 */
int options_parse(enum verb verb, int argc, char **argv, struct options *options, char *error);

/* The options of a verb, one line each, for its help */
void options_help(enum verb verb, FILE *stream);

#endif /* HVPORTCTL_OPTIONS_H */
