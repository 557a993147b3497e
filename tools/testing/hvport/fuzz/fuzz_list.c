// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table that hvportctl list takes apart. An input is the table. Every line but
 * the first becomes a member of the array, with no column that has no heading, and
 * blanks in the last column alone.
 */
#include "bytes.h"
#include "expect.h"
#include "list.h"

#define BLANKS	" \t\n"

/* How many words, and where the last one is */
static size_t words(const char *line, const char **last)
{
	size_t count = 0;

	*last = line;
	line += strspn(line, BLANKS);
	for (; *line && *line != '\n'; count++) {
		*last = line;
		line += strcspn(line, BLANKS);
		line += strspn(line, " \t");
	}
	return count;
}

static void check_row(struct json_object *row, size_t columns, const char *last)
{
	EXPECT((size_t)json_object_object_length(row) <= columns, "more than %zu columns", columns);
	json_object_object_foreach(row, name, value)
		EXPECT(!strcmp(name, last) || !strpbrk(json_object_get_string(value), BLANKS),
		       "a blank in column \"%s\", \"%s\" is the last", name, last);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t i, lines, columns;
	struct json_object *array;
	const char *last;
	struct table table;
	char *heading;
	FILE *file;

	if (!size)
		return 0;
	file = fmemopen((void *)data, size, "r");
	EXPECT(file, "fmemopen");
	list_read(file, &table);
	fclose(file);
	lines = table.count;
	heading = strdup(lines ? table.lines[0] : "");
	columns = words(heading, &last);
	heading[last - heading + strcspn(last, BLANKS)] = '\0';
	array = json_object_new_array();
	list_parse(&table, array);
	EXPECT(json_object_array_length(array) == (columns ? lines - 1 : 0),
	       "%zu lines became %zu", lines, json_object_array_length(array));
	/* Of more columns than it has room for the last one is the rest */
	for (i = 0; columns < 16 && i < json_object_array_length(array); i++)
		check_row(json_object_array_get_idx(array, i), columns, last);
	EXPECT(json_object_to_json_string(array), "no text");
	json_object_put(array);
	list_free(&table);
	free(heading);
	return 0;
}
