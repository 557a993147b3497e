// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvportctl list: the module's table of live objects. It is made for people, so
 * it is shown as it is; for --json it is taken apart by its own heading, so
 * that a column that is added needs no change here.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "list.h"
#include "report.h"

#define DEBUGFS	"/sys/kernel/debug"
#define TABLE	DEBUGFS "/hvport/ports"
#define MAX_COLUMNS 16

static const char blanks[] = " \t\n";

/* Split @line into at most @max words, of which the last is all that is left */
static size_t split(char *line, char **words, size_t max)
{
	size_t count = 0;

	line[strcspn(line, "\n")] = '\0';
	while (count < max) {
		line += strspn(line, blanks);
		if (!*line)
			break;
		words[count++] = line;
		if (count == max)
			break;
		line += strcspn(line, blanks);
		if (*line)
			*line++ = '\0';
	}
	return count;
}

void list_parse(FILE *table, struct json_object *array)
{
	char *heading = NULL, *line = NULL;
	size_t heading_size = 0, size = 0;
	char *names[MAX_COLUMNS], *values[MAX_COLUMNS];
	size_t columns = 0, count, i;
	struct json_object *row;

	if (getline(&heading, &heading_size, table) > 0)
		columns = split(heading, names, MAX_COLUMNS);
	while (columns && getline(&line, &size, table) > 0) {
		count = split(line, values, columns);
		row = out_append(array);
		for (i = 0; i < count; i++)
			out_text(row, names[i], values[i]);
	}
	free(heading);
	free(line);
}

static void print_json(const struct options *options, FILE *table)
{
	struct json_object *object = out_new(options, true);

	list_parse(table, out_array(object, "objects"));
	out_finish(object);
}

static void print_text(FILE *table)
{
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, table) > 0)
		fputs(line, stdout);
	free(line);
}

static const char *hint_for_table(int error)
{
	if (error == EACCES || error == EPERM)
		return "only root may read it";
	if (!access("/sys/module/hvport", F_OK))
		return "is debugfs mounted? mount -t debugfs none " DEBUGFS;
	return "the module is not loaded: see hvportctl doctor";
}

int run_list(const struct options *options)
{
	FILE *table = fopen(TABLE, "re");
	int error = errno;

	if (!table)
		return report_unreachable(options, "open " TABLE, error, hint_for_table(error));
	if (option_given(options, OPTION_JSON))
		print_json(options, table);
	else
		print_text(table);
	fclose(table);
	return EXIT_OK;
}
