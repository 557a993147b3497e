// SPDX-License-Identifier: GPL-2.0-only
/*
 * How libhvport explains a failure: whatever the struct says, and into a buffer of
 * any size. An input is which ioctl (1 byte), errno (4), the size of the buffer (2)
 * and the struct. Each field that the model knows has a name and its value.
 */
#include <errno.h>

#include "bytes.h"
#include "expect.h"
#include "libhvport.h"
#include "model_fields.h"

#define HEAD		7
#define ARG_SIZE	272

/* Every field that can be refused, in a struct of this type */
static void check_fields(enum model_nr nr, const uint8_t *arg)
{
	const struct model_call *call = &model_calls[nr];
	uint32_t type = call->type ? get_bytes(arg, call->type, 4) : 0;
	struct hvport_failure failure;
	uint8_t refused[ARG_SIZE];
	const struct field *field;
	unsigned int i, width;

	memcpy(refused, arg, sizeof(refused));
	for (i = 0; (field = model_field(nr, type, i)); i++) {
		/* The payload never is, so it needs no name */
		if (field->width > 8 && field->rule == ANY)
			continue;
		put_bytes(refused, call->result + 4, 4, field->at);
		hvport_explain(_IO(HVPORT_IOC_TYPE, nr), -EINVAL, refused, &failure);
		EXPECT(failure.field, "%s: the field at %u has no name", call->name, field->at);
		width = field->width < 8 ? field->width : 8;
		EXPECT(failure.value == get_bytes(arg, field->at, width),
		       "%s: %s has another value", call->name, failure.field);
	}
}

static void check_text(unsigned int request, int error, const uint8_t *arg, size_t room)
{
	char whole[HVPORT_STRERROR_MAX], *text = malloc(room);

	hvport_strerror(request, error, arg, whole, sizeof(whole));
	EXPECT(strlen(whole) < sizeof(whole) - 1, "HVPORT_STRERROR_MAX is too small");
	EXPECT(hvport_strerror(request, error, arg, text, room) == text, "another buffer");
	EXPECT(!room || strlen(text) < room, "the text does not end");
	EXPECT(!room || !strncmp(text, whole, room - 1), "\"%s\" is not the start of \"%s\"",
	       text, whole);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t arg[ARG_SIZE] = { 0 };
	struct hvport_failure failure;
	unsigned int nr, request;
	int error;

	if (size < HEAD)
		return 0;
	nr = data[0];
	request = _IO(HVPORT_IOC_TYPE, nr);
	error = get_bytes(data, 1, 4);
	memcpy(arg, data + HEAD, size - HEAD < sizeof(arg) ? size - HEAD : sizeof(arg));
	hvport_explain(request, error, arg, &failure);
	EXPECT(failure.error_name && failure.error_text, "errno %d has no text", error);
	EXPECT(!failure.call == (nr >= MODEL_CALLS), "ioctl %u", nr);
	if (nr < MODEL_CALLS)
		check_fields(nr, arg);
	check_text(request, error, nr & 0x80 ? NULL : arg, get_bytes(data, 5, 2) % 512);
	return 0;
}
