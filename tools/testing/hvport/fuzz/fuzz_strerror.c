// SPDX-License-Identifier: GPL-2.0-only
/*
 * How libhvport explains a failure: whatever the struct says, and into a buffer of
 * any size. An input is which ioctl (1 byte), errno (4), the size of the buffer (2)
 * and the struct. A field that the model knows has a name and its value.
 */
#include "bytes.h"
#include "expect.h"
#include "libhvport.h"
#include "model_fields.h"

#define HEAD	7

/* The offset is that of a field behind the flags? Only the flags are before it. */
static const struct field *field_at(enum model_nr nr, const uint8_t *arg, uint32_t offset)
{
	const struct model_call *call = &model_calls[nr];
	uint32_t type = call->type ? get_bytes(arg, call->type, 4) : 0;
	const struct field *field;
	unsigned int i;

	for (i = 0; (field = model_field(nr, type, i)); i++)
		if (field->at == offset)
			return field;
	return NULL;
}

static void check_field(enum model_nr nr, const uint8_t *arg, const struct hvport_failure *failure)
{
	const struct field *field = field_at(nr, arg, failure->bad_field);

	/* The payload is never refused, so it needs no name */
	if (!field || field->width > 8)
		return;
	EXPECT(failure->field, "%s: the field at %u has no name", model_calls[nr].name,
	       failure->bad_field);
	EXPECT(failure->value == get_bytes(arg, field->at, field->width),
	       "%s: %s has another value", model_calls[nr].name, failure->field);
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
	uint8_t arg[272] = { 0 };
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
		check_field(nr, arg, &failure);
	check_text(request, error, nr & 0x80 ? NULL : arg, get_bytes(data, 5, 2) % 512);
	return 0;
}
