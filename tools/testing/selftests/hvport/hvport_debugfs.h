/* SPDX-License-Identifier: GPL-2.0-only */
/* What hvport shows of itself in debugfs (Documentation/ABI/testing). */
#ifndef HVPORT_DEBUGFS_H
#define HVPORT_DEBUGFS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEBUGFS		"/sys/kernel/debug/"

/* A counter since the module was loaded; -1: it is not to be had */
static inline long debugfs_counter(const char *name)
{
	FILE *file = fopen(DEBUGFS "hvport/counters", "r");
	size_t len = strlen(name);
	long number = -1;
	char line[256];

	while (file && fgets(line, sizeof(line), file)) {
		if (!strncmp(line, name, len) && line[len] == ' ')
			number = atol(line + len);
	}
	if (file)
		fclose(file);
	return number;
}

/* How many lines of the list of ports have @word in them; -1: it is not to be had */
static inline int debugfs_lines(const char *word)
{
	FILE *file = fopen(DEBUGFS "hvport/ports", "r");
	char line[256];
	int lines = 0;

	if (!file)
		return -1;
	while (fgets(line, sizeof(line), file))
		lines += !!strstr(line, word);
	fclose(file);
	return lines;
}

#endif /* HVPORT_DEBUGFS_H */
