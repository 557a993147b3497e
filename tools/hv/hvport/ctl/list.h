/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hvportctl list: what all processes own, from debugfs.
 */
#ifndef HVPORTCTL_LIST_H
#define HVPORTCTL_LIST_H

#include <stdio.h>

#include <json-c/json.h>

#include "options.h"

/* Return: the exit code. */
int run_list(const struct options *options);

/* The table in lines: a heading, then the objects in order */
struct table {
	char **lines;
	size_t count;
};

void list_read(FILE *file, struct table *table);
void list_free(struct table *table);

/*
 * Turn a table into members of @array, a word of the heading for each column;
 * the last column is the rest of the line. Numbers stay text. Changes the lines.
 */
void list_parse(struct table *table, struct json_object *array);

#endif /* HVPORTCTL_LIST_H */
