// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver's validators against the model: the same verdict on every struct. An
 * input is which ioctl (bits 2:0 of the first byte), whether monitors are permitted
 * (bit 7), and the struct, with zeros behind it.
 */
#include "bytes.h"
#include "expect.h"
#include "model_fields.h"
#include "validate.h"

static struct hvport_verdict (*const validators[])(const union hvport_arg *arg,
						   bool may_monitor) = {
	[CREATE_PORT]		= hvport_validate_create_port,
	[DELETE_PORT]		= hvport_validate_delete_port,
	[CONNECT_PORT]		= hvport_validate_connect_port,
	[DISCONNECT_PORT]	= hvport_validate_disconnect_port,
	[POST_MESSAGE]		= hvport_validate_post_message,
	[SIGNAL_EVENT]		= hvport_validate_signal_event,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	union {
		union hvport_arg arg;
		uint8_t bytes[sizeof(union hvport_arg)];
	} copy = { .bytes = { 0 } };
	struct hvport_verdict is;
	struct verdict expected;
	bool may_monitor;
	unsigned int nr;

	if (!size)
		return 0;
	nr = data[0] & 7;
	may_monitor = data[0] & 0x80;
	if (nr >= MODEL_CALLS || !validators[nr])
		return 0;
	memcpy(copy.bytes, data + 1, size - 1 < sizeof(copy) ? size - 1 : sizeof(copy));
	/* No other flags reach a validator */
	copy.arg.head.flags &= model_calls[nr].flags;
	is = validators[nr](&copy.arg, may_monitor);
	expected = model_validate(nr, copy.bytes, may_monitor);
	EXPECT(-is.error == expected.error && is.bad_field == expected.bad_field,
	       "%s: error %d at %u, should be %d at %u", model_calls[nr].name, -is.error,
	       is.bad_field, expected.error, expected.bad_field);
	return 0;
}
