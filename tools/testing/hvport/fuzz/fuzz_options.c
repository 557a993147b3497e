// SPDX-License-Identifier: GPL-2.0-only
/*
 * A whole command line of hvportctl, up to the struct that the kernel would get. An
 * input is the verb (the first byte) and the arguments, each ended by a NUL. What
 * is taken must be said in the struct: what was given, and no bit besides. What is
 * refused must be refused in words.
 */
#include "bytes.h"
#include "expect.h"
#include "model_fields.h"
#include "requests.h"

#define ARGS_MAX	24
#define TEXT_MAX	1024

struct verb_call {
	enum model_nr nr;
	const char *(*build)(const struct options *options, union request *request);
};

static const struct verb_call calls[] = {
	[VERB_CREATE]		= { CREATE_PORT, request_create },
	[VERB_VALIDATE]		= { CREATE_PORT, request_validate },
	[VERB_DELETE]		= { DELETE_PORT, request_delete },
	[VERB_CONNECT]		= { CONNECT_PORT, request_connect },
	[VERB_DISCONNECT]	= { DISCONNECT_PORT, request_disconnect },
	[VERB_POST]		= { POST_MESSAGE, request_post },
	[VERB_SIGNAL]		= { SIGNAL_EVENT, request_signal },
};

/*
 * hvportctl sets no reserved field, not even for a port type that it does not know,
 * and no other field can hold what it must not.
 */
static void check_request(const struct verb_call *call, const struct options *options,
			  const uint8_t *arg)
{
	const struct model_call *model = &model_calls[call->nr];
	uint32_t type = model->type ? get_bytes(arg, model->type, 4) : 0;
	const struct field *field;
	unsigned int i;

	EXPECT(!(get_bytes(arg, 4, 4) & ~model->flags), "%s has flags 0x%x", model->name,
	       (unsigned int)get_bytes(arg, 4, 4));
	EXPECT(get_bytes(arg, model->id, 4) == options->id, "%s has another id", model->name);
	if (model->type)
		EXPECT(type == options->type, "%s has another type", model->name);
	for (i = 0; (field = model_field(call->nr, type, i)); i++)
		EXPECT(field->rule != ZERO || all_zero(arg, field->at, field->width),
		       "%s: reserved bytes at %u", model->name, field->at);
}

static void build(enum verb verb, const struct options *options)
{
	const struct verb_call *call = &calls[verb];
	union {
		union request request;
		uint8_t bytes[sizeof(union request)];
	} built;
	const char *wrong;

	memset(&built, 0xcc, sizeof(built));
	wrong = call->build(options, &built.request);
	EXPECT(!wrong || *wrong, "a request is refused without a word");
	if (!wrong)
		check_request(call, options, built.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[TEXT_MAX] = "", error[OPTIONS_ERROR_MAX] = "";
	char *argv[ARGS_MAX + 2] = { "verb" };
	struct options options;
	enum verb verb;
	size_t at = 0;
	int argc = 1;

	if (!size)
		return 0;
	verb = data[0] % (VERB_SIGNAL + 1);
	size = size - 1 < TEXT_MAX - 1 ? size - 1 : TEXT_MAX - 1;
	memcpy(text, data + 1, size);
	for (; at < size && argc <= ARGS_MAX; at += strlen(text + at) + 1)
		argv[argc++] = text + at;
	if (options_parse(verb, argc, argv, &options, error)) {
		EXPECT(error[0] && memchr(error, '\0', sizeof(error)), "refused without a word");
		return 0;
	}
	EXPECT(!error[0], "taken, but said \"%s\"", error);
	EXPECT(options.verb == verb, "another verb");
	if (verb < COUNT(calls) && calls[verb].build &&
	    !option_given(&options, OPTION_HELP))
		build(verb, &options);
	return 0;
}
