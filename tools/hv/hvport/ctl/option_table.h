/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The options of hvportctl as data: for each which verbs and which port types
 * it is for, what it takes, where its value goes and what help says.
 */
#ifndef HVPORTCTL_OPTION_TABLE_H
#define HVPORTCTL_OPTION_TABLE_H

#include <stddef.h>

#include "options.h"
#include "value.h"

struct option_spec {
	enum option_id id;
	const char *name;
	const char *takes;	/* what help calls its value; NULL: none */
	unsigned int verbs;	/* bit n: enum verb n has it */
	unsigned int required;	/* verbs that cannot do without */
	unsigned int types;	/* bit n: for HVPORT_TYPE n; 0: for all */
	struct {
		unsigned short offset;	/* in struct options */
		unsigned short width;	/* bytes of a number; 0: the text itself */
	} to;
	const struct keyword *words;
	const char *help;
};

/* Verbs that describe a port, and verbs that describe a port or a connection */
#define PORT_VERBS	((1U << VERB_CREATE) | (1U << VERB_VALIDATE))
#define MAKING_VERBS	(PORT_VERBS | (1U << VERB_CONNECT))

#define OPTION_COUNT 30
/* The last one has no name */
extern const struct option_spec option_table[OPTION_COUNT + 1];

#endif /* HVPORTCTL_OPTION_TABLE_H */
