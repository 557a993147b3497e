// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line of hvportctl: what is taken and where in the struct it ends
 * up, by offsets typed from the tables of the user interface; what is refused,
 * and with which words.
 */
#include <stdbool.h>
#include <string.h>

#include <linux/types.h>

#include "kselftest.h"
#include "requests.h"
#include "value.h"

#define MAX_ARGS 32

struct parsed {
	int ret;
	struct options options;
	char error[OPTIONS_ERROR_MAX];
	char line[256];
};

/* Parse @line, words separated by one blank, of which the first is the verb */
static enum verb parse(const char *line, struct parsed *parsed)
{
	char *argv[MAX_ARGS], *word, *rest;
	enum verb verb = VERB_INFO;
	int argc = 0;

	memset(parsed, 0xa5, sizeof(*parsed));
	strcpy(parsed->error, "nothing said");
	strncpy(parsed->line, line, sizeof(parsed->line));
	rest = parsed->line;
	while ((word = strsep(&rest, " ")) && argc < MAX_ARGS - 1)
		argv[argc++] = word;
	argv[argc] = NULL;
	while (strcmp(verb_name(verb), argv[0]))
		verb++;
	parsed->ret = options_parse(verb, argc, argv, &parsed->options, parsed->error);
	return verb;
}

static const char *(*const builders[])(const struct options *options, union request *request) = {
	[VERB_CREATE]		= request_create,
	[VERB_VALIDATE]		= request_validate,
	[VERB_DELETE]		= request_delete,
	[VERB_CONNECT]		= request_connect,
	[VERB_DISCONNECT]	= request_disconnect,
	[VERB_POST]		= request_post,
	[VERB_SIGNAL]		= request_signal,
};

#define DOORBELL "create --hold --type doorbell --sint 5"
#define EVENT "create --hold --type event --id 1 --sint 5"
#define CONNECT "connect --hold --type doorbell --id 1 --port-id 2 --address 0"

static const struct {
	const char *line;
	unsigned int offset, width;
	__u64 value;
} good[] = {
	{ "create --hold --type doorbell --sint 5 --id 5", 16, 4, 5 },
	{ DOORBELL " --id 0", 16, 4, 0 },
	{ DOORBELL " --id 0xffffffff", 16, 4, 0xffffffff },
	{ DOORBELL " --any-id", 16, 4, 0 },
	{ DOORBELL " --any-id", 4, 4, 4 },
	{ "create --persist --type doorbell --sint 5 --any-id", 4, 4, 6 },
	{ "create --persist --hold --type doorbell --sint 5 --id 1", 4, 4, 2 },
	{ DOORBELL " --id 1", 4, 4, 0 },
	{ "validate --type doorbell --sint 5 --id 1", 4, 4, 1 },
	{ "validate --type doorbell --sint 5 --any-id", 4, 4, 5 },
	{ DOORBELL " --id 1", 8, 8, ~0ULL },
	{ DOORBELL " --id 1 --port-partition self", 8, 8, ~0ULL },
	{ DOORBELL " --id 1 --port-partition 0x123456789abcdef0", 8, 8, 0x123456789abcdef0 },
	{ DOORBELL " --id 1", 20, 1, 0 },
	{ DOORBELL " --id 1 --vtl 255", 20, 1, 255 },
	{ DOORBELL " --id 1 --vtl 3", 21, 1, 0 },
	{ DOORBELL " --id 1 --min-connection-vtl 200", 21, 1, 200 },
	{ DOORBELL " --id 1", 22, 2, 0 },
	{ DOORBELL " --id 1", 24, 8, 0 },
	{ DOORBELL " --id 1 --connection-partition self", 24, 8, ~0ULL },
	{ DOORBELL " --id 1 --connection-partition 7", 24, 8, 7 },
	{ DOORBELL " --id 1", 32, 8, 4 },
	{ DOORBELL " --id 1", 40, 4, 5 },
	{ DOORBELL " --id 1", 44, 4, 0xffffffff },
	{ DOORBELL " --id 1 --vp any", 44, 4, 0xffffffff },
	{ DOORBELL " --id 1 --vp self", 44, 4, 0xfffffffe },
	{ DOORBELL " --id 1 --vp 3", 44, 4, 3 },
	{ DOORBELL " --id 1 --sint 16", 40, 4, 16 },
	{ DOORBELL " --id 1", 48, 8, 0 },
	{ DOORBELL " --id 1", 56, 8, 0 },
	{ DOORBELL " --id 1 --proximity-domain 9", 56, 8, 0x8000000000000009 },
	{ DOORBELL " --id 1 --preferred", 56, 8, 0x0000000100000000 },
	{ DOORBELL " --id 1 --preferred --proximity-domain 0", 56, 8, 0x8000000100000000 },
	{ "create --hold --type message --sint 2 --id 1", 32, 8, 1 },
	{ "create --hold --type message --sint 2 --vp 4 --id 1", 40, 8, 0x0000000400000002 },
	{ "create --hold --type 1 --sint 2 --id 1", 40, 8, 0xffffffff00000002 },
	{ EVENT, 32, 8, 2 },
	{ EVENT, 48, 4, 0x00010000 },
	{ EVENT " --base-flag 0xffff --flag-count 65535", 48, 4, 0xffffffff },
	{ EVENT " --base-flag 16 --flag-count 3", 48, 8, 0x00030010 },
	{ "create --hold --type monitor --id 1 --address 0xfedcba9876543210", 40, 8,
	  0xfedcba9876543210 },
	{ "create --hold --type monitor --id 1 --address 4096", 32, 8, 3 },
	{ "create --hold --type monitor --id 1 --address 4096", 48, 8, 0 },
	{ "create --hold --type 9 --id 1", 32, 8, 9 },
	{ "create --hold --type 0xffffffff --id 1", 32, 8, 0xffffffff },
	{ "create --hold --type 9 --id 1", 40, 8, 0 },
	{ "create --hold --type 0 --id 1", 32, 8, 0 },
	{ DOORBELL " --id 1 --id 2", 16, 4, 2 },
	{ DOORBELL " --id=3", 16, 4, 3 },
	{ "delete --id 7", 16, 8, 7 },
	{ "delete --id 7", 8, 8, ~0ULL },
	{ "delete --id 7", 4, 4, 0 },
	{ "delete --id 7 --foreign", 4, 4, 8 },
	{ "delete --id 7 --port-partition 12", 8, 8, 12 },
	{ CONNECT, 8, 8, ~0ULL },
	{ CONNECT " --connection-partition 3", 8, 8, 3 },
	{ CONNECT, 16, 4, 1 },
	{ CONNECT " --vtl 1", 20, 4, 1 },
	{ CONNECT, 24, 8, ~0ULL },
	{ CONNECT " --port-partition 4", 24, 8, 4 },
	{ CONNECT, 32, 8, 2 },
	{ CONNECT, 40, 8, 4 },
	{ CONNECT " --address 0x1000", 48, 8, 0x1000 },
	{ CONNECT " --trigger-value 0x1122334455667788", 56, 8, 0x1122334455667788 },
	{ CONNECT, 64, 8, 0 },
	{ CONNECT " --trigger-size qword", 64, 8, 4 },
	{ CONNECT " --trigger-size 7", 64, 8, 7 },
	{ CONNECT " --trigger-size word --any-value", 64, 8, 0x80000002 },
	{ CONNECT " --preferred", 72, 8, 0x0000000100000000 },
	{ "connect --hold --type monitor --any-id --port-id 2 --address 8", 48, 8, 8 },
	{ "connect --persist --type monitor --any-id --port-id 2 --address 8", 4, 4, 6 },
	{ "connect --hold --type message --id 1 --port-id 2", 40, 8, 1 },
	{ "connect --hold --type event --id 1 --port-id 2", 40, 8, 2 },
	{ "connect --hold --type 77 --id 1 --port-id 2", 40, 8, 77 },
	{ "disconnect --id 6", 8, 8, ~0ULL },
	{ "disconnect --id 6 --connection-partition 2", 8, 8, 2 },
	{ "disconnect --id 6", 16, 8, 6 },
	{ "disconnect --id 6 --is-doorbell", 16, 8, 0x0000000100000006 },
	{ "disconnect --id 6 --foreign", 4, 4, 8 },
	{ "post --id 3 --message-type 1", 8, 8, 3 },
	{ "post --id 3 --message-type 0xffffffff", 16, 8, 0x00000000ffffffff },
	{ "post --id 3 --message-type 1 --payload hello", 16, 8, 0x0000000500000001 },
	{ "post --id 3 --message-type 1 --payload hello", 24, 8, 0x0000006f6c6c6568 },
	{ "post --id 3 --message-type 1 --payload-hex 00fF10", 20, 8, 0x0010ff0000000003 },
	{ "post --id 3 --message-type 1 --payload-hex=", 20, 8, 0 },
	{ "post --id 3 --message-type 1 --foreign", 4, 4, 8 },
	{ "signal --id 3 --flag 65535", 8, 8, 0x0000ffff00000003 },
	{ "signal --id 3 --flag 0 --foreign", 4, 4, 8 },
};

static void test_good(size_t i)
{
	union request request;
	struct parsed parsed;
	enum verb verb = parse(good[i].line, &parsed);
	__u64 value = 0;

	if (parsed.ret) {
		ksft_test_result_fail("%s: %s\n", good[i].line, parsed.error);
		return;
	}
	memset(&request, 0xa5, sizeof(request));
	builders[verb](&parsed.options, &request);
	memcpy(&value, (char *)&request + good[i].offset, good[i].width);
	if (value != good[i].value)
		ksft_print_msg("0x%llx in place of 0x%llx\n", value, good[i].value);
	ksft_test_result(value == good[i].value, "%s: offset %u\n", good[i].line, good[i].offset);
}

static const struct {
	const char *line;
	const char *error;	/* a part of it */
} bad[] = {
	{ "create --hold --id 1 --sint 5", "--type is missing" },
	{ "create --hold --type door --id 1 --sint 5", "unsigned number (message, event," },
	{ "create --hold --type DOORBELL --id 1 --sint 5", "--type: \"DOORBELL\" is not" },
	{ "create --hold --type doorbell --id 1", "--type doorbell needs --sint" },
	{ "create --hold --type monitor --id 1", "--type monitor needs --address" },
	{ "create --hold --type monitor --id 1 --address 1 --sint 3", "--sint means nothing" },
	{ DOORBELL " --id 1 --address 1", "--address means nothing with --type doorbell" },
	{ DOORBELL " --id 1 --flag-count 1", "--flag-count means nothing" },
	{ "create --hold --type 9 --id 1 --sint 3", "--sint means nothing" },
	{ DOORBELL " --id 1 ", "\"\" is not an option" },
	{ "create --hold --type doorbell --sint 5", "either --id N or --any-id" },
	{ DOORBELL " --id 1 --any-id", "either --id N or --any-id" },
	{ "create --type doorbell --sint 5 --id 1", "--hold" },
	{ "connect --type message --id 1 --port-id 2", "--persist" },
	{ "validate --type doorbell --sint 5 --id 1 --hold", "no option --hold" },
	{ DOORBELL " --id -1", "--id: \"-1\" is not" },
	{ DOORBELL " --id +1", "--id: \"+1\" is not" },
	{ DOORBELL " --id 0x", "--id: \"0x\" is not" },
	{ DOORBELL " --id 0x-1", "--id: \"0x-1\" is not" },
	{ DOORBELL " --id 0x0x1", "--id: \"0x0x1\" is not" },
	{ DOORBELL " --id 5x", "--id: \"5x\" is not" },
	{ DOORBELL " --id five", "--id: \"five\" is not" },
	{ DOORBELL " --id=", "--id: \"\" is not" },
	{ DOORBELL " --id 4294967296", "--id: \"4294967296\" is too large" },
	{ DOORBELL " --id 0x100000000", "too large" },
	{ DOORBELL " --id 99999999999999999999999", "too large" },
	{ DOORBELL " --id 1 --vtl 256", "--vtl: \"256\" is too large" },
	{ DOORBELL " --id 1 --vp none", "--vp: \"none\" is not" },
	{ DOORBELL " --id 1 --port-partition 18446744073709551616", "too large" },
	{ EVENT " --flag-count 65536", "--flag-count: \"65536\" is too large" },
	{ DOORBELL " --id", "--id needs a value" },
	{ DOORBELL " --id 1 --hold=yes", "--hold takes no value" },
	{ DOORBELL " --id 1 --frobnicate", "no option --frobnicate" },
	{ DOORBELL " --id 1 -x", "no option -x" },
	{ DOORBELL " --id 1 --foreign", "no option --foreign" },
	{ DOORBELL " --id 1 more", "\"more\" is not an option" },
	{ "create more --json", "\"more\" is not an option" },
	{ "delete", "--id is missing" },
	{ "delete 5", "\"5\" is not an option" },
	{ "connect --hold --type message --id 1", "--port-id is missing" },
	{ "connect --hold --type message --id 1 --port-id 2 --address 3", "--address means" },
	{ "connect --hold --type doorbell --id 1 --port-id 2", "needs --address" },
	{ CONNECT " --trigger-size byt", "(size of the write: any (default), byte, word" },
	{ "post --id 1", "--message-type is missing" },
	{ "post --id 1 --message-type 1 --payload a --payload-hex 00", "not both" },
	{ "signal --id 1", "--flag is missing" },
	{ "signal --id 1 --flag 65536", "too large" },
	{ "info --id 1", "no option --id" },
};

static void test_bad(size_t i)
{
	struct parsed parsed;

	parse(bad[i].line, &parsed);
	if (!strstr(parsed.error, bad[i].error))
		ksft_print_msg("it says: %s\n", parsed.error);
	ksft_test_result(parsed.ret == -1 && strstr(parsed.error, bad[i].error),
			 "%s: %s\n", bad[i].line, bad[i].error);
}

static void test_json_survives(void)
{
	struct parsed parsed;

	parse("create --frobnicate --id x --json", &parsed);
	ksft_test_result(parsed.ret == -1 && option_given(&parsed.options, OPTION_JSON),
			 "--json is seen after mistakes\n");
	parse("create --help --id", &parsed);
	ksft_test_result(parsed.ret == -1, "--help does not hide a mistake\n");
	parse("create --help", &parsed);
	ksft_test_result(!parsed.ret && option_given(&parsed.options, OPTION_HELP),
			 "--help needs nothing else\n");
}

static void test_payloads(void)
{
	char text[HVPORT_MESSAGE_PAYLOAD_MAX + 2], hex[2 * sizeof(text)];
	struct options options = { .given = 1U << OPTION_PAYLOAD, .payload = text };
	union request request;
	const char *wrong;

	memset(text, 'x', sizeof(text));
	text[HVPORT_MESSAGE_PAYLOAD_MAX + 1] = '\0';
	request_post(&options, &request);
	ksft_test_result(request.post.payload_size == HVPORT_MESSAGE_PAYLOAD_MAX + 1,
			 "a payload that is too long is stated, for the kernel to refuse\n");

	memset(hex, 'a', sizeof(hex));
	hex[2 * HVPORT_MESSAGE_PAYLOAD_MAX + 2] = '\0';
	options.given = 1U << OPTION_PAYLOAD_HEX;
	options.payload_hex = hex;
	wrong = request_post(&options, &request);
	ksft_test_result(!wrong && request.post.payload_size == HVPORT_MESSAGE_PAYLOAD_MAX + 1 &&
			 request.post.payload[HVPORT_MESSAGE_PAYLOAD_MAX - 1] == 0xaa,
			 "the same in hexadecimal\n");

	options.payload_hex = "00 1";
	ksft_test_result(request_post(&options, &request), "half a pair is refused\n");
	options.payload_hex = "0g";
	ksft_test_result(request_post(&options, &request), "other digits are refused\n");
	options.payload_hex = "01 02";
	ksft_test_result(!request_post(&options, &request) && request.post.payload_size == 2 &&
			 request.post.payload[1] == 2, "pairs may be apart\n");
}

int main(void)
{
	size_t i;

	ksft_print_header();
	ksft_set_plan(ARRAY_SIZE(good) + ARRAY_SIZE(bad) + 8);
	for (i = 0; i < ARRAY_SIZE(good); i++)
		test_good(i);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		test_bad(i);
	test_json_survives();
	test_payloads();
	ksft_finished();
}
