// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvportctl: ports of the Hyper-V hypervisor from the command line. The table
 * of verbs, and the way to them; everything else is elsewhere.
 */
#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "doctor.h"
#include "info.h"
#include "list.h"
#include "report.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

struct verb_spec {
	int (*run)(const struct options *options);
	const char *help;
};

static const struct verb_spec verbs[] = {
	[VERB_INFO]	= { run_info, "what the hypervisor offers and what the module holds" },
	[VERB_CREATE]	= { run_call, "create a port" },
	[VERB_DELETE]	= { run_call, "delete a port" },
	[VERB_LIST]	= { run_list, "the ports and connections of all processes" },
	[VERB_VALIDATE]	= { run_call, "would the kernel accept this port? creates nothing" },
	[VERB_DOCTOR]	= { run_doctor, "can this machine create ports, and if not, why?" },
	[VERB_CONNECT]	= { run_call, "connect to a port" },
	[VERB_DISCONNECT] = { run_call, "take a connection away" },
	[VERB_POST]	= { run_call, "post a message on a connection" },
	[VERB_SIGNAL]	= { run_call, "signal an event flag on a connection" },
};

static void print_usage(FILE *stream)
{
	size_t i;

	fputs("usage: hvportctl VERB [OPTION]...\n\n", stream);
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		fprintf(stream, "  %-12s %s\n", verb_name(i), verbs[i].help);
	fputs("\n\"hvportctl VERB --help\" lists the options of a verb.\n"
	      "Exit code: 0 done, 1 refused, 2 wrong usage, 3 hvport is not there or not for you.\n",
	      stream);
}

static int verb_help(enum verb verb)
{
	printf("usage: hvportctl %s [OPTION]...\n%s\n\n", verb_name(verb), verbs[verb].help);
	options_help(verb, stdout);
	return EXIT_OK;
}

static int run_verb(enum verb verb, int argc, char **argv)
{
	char error[OPTIONS_ERROR_MAX] = "";
	struct options options;

	if (options_parse(verb, argc, argv, &options, error))
		return report_usage(&options, error);
	if (option_given(&options, OPTION_HELP))
		return verb_help(verb);
	return verbs[verb].run(&options);
}

int main(int argc, char **argv)
{
	size_t i;

	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help")) {
		print_usage(stdout);
		return report_flush(EXIT_OK);
	}
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		if (!strcmp(argv[1], verb_name(i)))
			return report_flush(run_verb(i, argc - 1, argv + 1));
	fprintf(stderr, "hvportctl: there is no verb \"%s\"\n\n", argv[1]);
	print_usage(stderr);
	return EXIT_USAGE;
}
