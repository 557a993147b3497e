// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvportctl list: the module's table of live objects. It is made for people, so
 * it is shown as it is but for the order; for --json it is taken apart by its own heading, so
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

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * The module's order is that of its hash. Columns are padded, so the order of
 * the text is that of the numbers.
 */
void list_read(FILE *file, struct table *table)
{
	char *line = NULL;
	size_t size = 0;

	memset(table, 0, sizeof(*table));
	while (getline(&line, &size, file) > 0) {
		table->lines = out_checked(realloc(table->lines,
						   (table->count + 1) * sizeof(line)));
		table->lines[table->count++] = line;
		line = NULL;
		size = 0;
	}
	free(line);
	if (table->count > 1)
		qsort(table->lines + 1, table->count - 1, sizeof(line), compare);
}

void list_free(struct table *table)
{
	while (table->count)
		free(table->lines[--table->count]);
	free(table->lines);
}

void list_parse(struct table *table, struct json_object *array)
{
	char *names[MAX_COLUMNS], *values[MAX_COLUMNS];
	size_t columns, count, line, i;
	struct json_object *row;

	columns = table->count ? split(table->lines[0], names, MAX_COLUMNS) : 0;
	for (line = 1; columns && line < table->count; line++) {
		count = split(table->lines[line], values, columns);
		row = out_append(array);
		for (i = 0; i < count; i++)
			out_text(row, names[i], values[i]);
	}
}

static void print_json(const struct options *options, struct table *table)
{
	struct json_object *object = out_new(options, true);

	list_parse(table, out_array(object, "objects"));
	out_finish(object);
}

static void print_text(const struct table *table)
{
	size_t i;

	for (i = 0; i < table->count; i++)
		fputs(table->lines[i], stdout);
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
	FILE *file = fopen(TABLE, "re");
	int error = errno;
	struct table table;

	if (!file)
		return report_unreachable(options, "open " TABLE, error, hint_for_table(error));
	list_read(file, &table);
	fclose(file);
	if (option_given(options, OPTION_JSON))
		print_json(options, &table);
	else
		print_text(&table);
	list_free(&table);
	return EXIT_OK;
}
