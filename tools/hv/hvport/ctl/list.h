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

/*
 * Turn a table with a heading into members of @array, a word of the heading for
 * each column; the last column is the rest of the line. Numbers stay text.
 */
void list_parse(FILE *table, struct json_object *array);

#endif /* HVPORTCTL_LIST_H */
