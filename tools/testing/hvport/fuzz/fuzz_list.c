// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table that hvportctl list takes apart. An input is the table. Every line but
 * the first becomes a member of the array, with no column that has no heading.
 */
#include "bytes.h"
#include "expect.h"
#include "list.h"

static size_t words(const char *line)
{
	size_t count = 0;

	line += strspn(line, " \t\n");
	for (; *line && *line != '\n'; count++) {
		line += strcspn(line, " \t\n");
		line += strspn(line, " \t");
	}
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_object *array;
	size_t i, columns, lines;
	struct table table;
	FILE *file;

	if (!size)
		return 0;
	file = fmemopen((void *)data, size, "r");
	EXPECT(file, "fmemopen");
	list_read(file, &table);
	fclose(file);
	lines = table.count;
	columns = lines ? words(table.lines[0]) : 0;
	array = json_object_new_array();
	list_parse(&table, array);
	EXPECT(json_object_array_length(array) == (columns ? lines - 1 : 0),
	       "%zu lines became %zu", lines, json_object_array_length(array));
	for (i = 0; i < json_object_array_length(array); i++)
		EXPECT((size_t)json_object_object_length(json_object_array_get_idx(array, i)) <=
		       columns, "line %zu has more than %zu columns", i, columns);
	EXPECT(json_object_to_json_string(array), "no text");
	json_object_put(array);
	list_free(&table);
	return 0;
}
