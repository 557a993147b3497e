// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON objects for --json, on json-c. Only what hvportctl needs, and none of it
 * can fail.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report.h"

void *out_checked(void *memory)
{
	if (memory)
		return memory;
	fputs("hvportctl: out of memory\n", stderr);
	exit(EXIT_REFUSED);
}

static void add(struct json_object *object, const char *key, struct json_object *value)
{
	if (json_object_object_add(object, key, value))
		out_checked(NULL);
}

struct json_object *out_new(const struct options *options, bool ok)
{
	struct json_object *object = out_checked(json_object_new_object());

	out_text(object, "verb", verb_name(options->verb));
	out_bool(object, "ok", ok);
	return object;
}

struct json_object *out_member(struct json_object *object, const char *key)
{
	struct json_object *member = out_checked(json_object_new_object());

	add(object, key, member);
	return member;
}

struct json_object *out_array(struct json_object *object, const char *key)
{
	struct json_object *array = out_checked(json_object_new_array());

	add(object, key, array);
	return array;
}

struct json_object *out_append(struct json_object *array)
{
	struct json_object *object = out_checked(json_object_new_object());

	if (json_object_array_add(array, object))
		out_checked(NULL);
	return object;
}

void out_text(struct json_object *object, const char *key, const char *text)
{
	add(object, key, text ? out_checked(json_object_new_string(text)) : NULL);
}

void out_number(struct json_object *object, const char *key, __u64 number)
{
	add(object, key, out_checked(json_object_new_uint64(number)));
}

void out_bool(struct json_object *object, const char *key, bool value)
{
	add(object, key, out_checked(json_object_new_boolean(value)));
}

void out_hex(struct json_object *object, const char *key, __u64 number)
{
	char text[24];

	snprintf(text, sizeof(text), "0x%llx", number);
	out_text(object, key, text);
}

void out_finish(struct json_object *object)
{
	const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	const char *text = json_object_to_json_string_ext(object, flags);

	if (!text)
		out_checked(NULL);
	puts(text);
	fflush(stdout);
	json_object_put(object);
}
