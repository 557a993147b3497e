// SPDX-License-Identifier: GPL-2.0-only
/* A program in words and bytes, so that a test can be made of it. */
#include <stdio.h>

#include "bytes.h"
#include "model_fields.h"
#include "program.h"

static void show_bytes(const uint8_t *bytes, unsigned int count)
{
	while (count && !bytes[count - 1])
		count--;
	printf(" :");
	while (count--)
		printf(" %02x", *bytes++);
}

static void show_call(const struct step *s)
{
	static const char *const places[] = {
		"", ", read-only", ", result read-only", ", result not there", ", not there",
	};
	int nr = cmd_nr(s->cmd);

	if (nr < 0)
		printf(" ioctl 0x%x", s->cmd);
	else
		printf(" %s", model_calls[nr].name);
	printf(" of %u%s%s%s", s->slot, places[s->place], s->in_child ? ", by a child" : "",
	       s->weak ? ", without CAP_SYS_RAWIO" : "");
	show_bytes(s->arg, ARG_MAX);
}

void step_show(unsigned int index, const struct step *s)
{
	static const char *const names[] = {
		[OP_OPEN] = "open", [OP_CLOSE] = "close", [OP_DUP] = "dup to",
		[OP_HOLD] = "a child holds all", [OP_LET_GO] = "the child ends",
		[OP_LIMIT] = "limit of a file:",
	};

	printf("#   step %u:", index);
	if (s->fault.count)
		printf(" (%u calls of 0x%04x answered by 0x%04x)", s->fault.count, s->fault.code,
		       s->fault.status);
	if (s->op == OP_CALL)
		show_call(s);
	else
		printf(" %s %u", names[s->op], s->slot);
	if (s->op == OP_DUP || s->op == OP_LIMIT)
		printf(s->op == OP_DUP ? " from %u" : ", of all: %u", s->from);
	putchar('\n');
}

void program_show(const struct program *program)
{
	unsigned int i;

	for (i = 0; i < program->count; i++)
		step_show(i, &program->steps[i]);
	fflush(stdout);
}
