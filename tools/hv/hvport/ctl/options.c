// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line of hvportctl, parsed by the table of options. Refuses what
 * cannot be put into the struct of the call; whether a value makes sense is
 * left to the kernel, which says so by name.
 */
#include <getopt.h>
#include <string.h>

#include <libhvport.h>

#include "option_table.h"

const char *verb_name(enum verb verb)
{
	static const char *const names[] = {
		[VERB_INFO]		= "info",
		[VERB_CREATE]		= "create",
		[VERB_DELETE]		= "delete",
		[VERB_LIST]		= "list",
		[VERB_VALIDATE]		= "validate",
		[VERB_DOCTOR]		= "doctor",
		[VERB_CONNECT]		= "connect",
		[VERB_DISCONNECT]	= "disconnect",
		[VERB_POST]		= "post",
		[VERB_SIGNAL]		= "signal",
	};

	return names[verb];
}

/* getopt_long() returns this plus the index in option_table[] */
#define FIRST_OPTION 256

static void list_options(enum verb verb, struct option *list)
{
	const struct option_spec *spec;

	for (spec = option_table; spec->name; spec++) {
		if (!(spec->verbs & (1U << verb)))
			continue;
		list->name = spec->name;
		list->has_arg = spec->takes ? required_argument : no_argument;
		list->flag = NULL;
		list->val = FIRST_OPTION + (spec - option_table);
		list++;
	}
	memset(list, 0, sizeof(*list));
}

static int store(struct options *options, const struct option_spec *spec,
		 const char *text, char *error)
{
	void *field = (void *)options + spec->to.offset;
	const char *wrong;
	__u64 value;

	options->given |= 1U << spec->id;
	if (!spec->takes)
		return 0;
	if (!spec->to.width) {
		memcpy(field, &text, sizeof(text));
		return 0;
	}
	wrong = value_parse(text, spec->words, spec->to.width, &value);
	if (wrong) {
		snprintf(error, OPTIONS_ERROR_MAX, "--%s: \"%.64s\" %s (%s)", spec->name, text,
			 wrong, spec->help);
		return -1;
	}
	memcpy(field, &value, spec->to.width);	/* little endian, like all of Hyper-V */
	return 0;
}

static bool type_fits(const struct options *options, const struct option_spec *spec)
{
	if (!spec->types)
		return true;
	return options->type < 32 && spec->types & (1U << options->type);
}

/* An option that has no field in the port type's struct, or that is missing */
static int check_spec(const struct options *options, const struct option_spec *spec, char *error)
{
	const char *type = hvport_type_name(options->type);

	if (!(spec->verbs & (1U << options->verb)))
		return 0;
	if (option_given(options, spec->id)) {
		if (type_fits(options, spec))
			return 0;
		snprintf(error, OPTIONS_ERROR_MAX, "--%s means nothing with --type %s",
			 spec->name, type ? type : "(unknown)");
		return -1;
	}
	if (!(spec->required & (1U << options->verb)) || !type_fits(options, spec))
		return 0;
	if (spec->types)
		snprintf(error, OPTIONS_ERROR_MAX, "--type %s needs --%s (%s)",
			 type, spec->name, spec->help);
	else
		snprintf(error, OPTIONS_ERROR_MAX, "--%s is missing (%s)", spec->name, spec->help);
	return -1;
}

static int check_ids(const struct options *options, char *error)
{
	if (!(MAKING_VERBS & (1U << options->verb)) ||
	    option_given(options, OPTION_ID) != option_given(options, OPTION_ANY_ID))
		return 0;
	snprintf(error, OPTIONS_ERROR_MAX, "give either --id N or --any-id");
	return -1;
}

/*
 * What a process makes goes with it, so a port made by a command that ends at
 * once is never seen by anybody. Neither answer is right for everyone.
 */
static int check_lifetime(const struct options *options, char *error)
{
	if (options->verb != VERB_CREATE && options->verb != VERB_CONNECT)
		return 0;
	if (option_given(options, OPTION_HOLD) || option_given(options, OPTION_PERSIST))
		return 0;
	snprintf(error, OPTIONS_ERROR_MAX, "what a command makes is gone when it ends: %s",
		 "--hold keeps it until a signal, --persist leaves it in the hypervisor");
	return -1;
}

static int check_payload(const struct options *options, char *error)
{
	if (!option_given(options, OPTION_PAYLOAD) || !option_given(options, OPTION_PAYLOAD_HEX))
		return 0;
	snprintf(error, OPTIONS_ERROR_MAX, "give --payload or --payload-hex, not both");
	return -1;
}

static int check(const struct options *options, char *error)
{
	const struct option_spec *spec;

	for (spec = option_table; spec->name; spec++)
		if (check_spec(options, spec, error))
			return -1;
	if (check_ids(options, error) || check_lifetime(options, error) ||
	    check_payload(options, error))
		return -1;
	return 0;
}

static void set_defaults(struct options *options, enum verb verb)
{
	memset(options, 0, sizeof(*options));
	options->verb = verb;
	options->vp = HVPORT_ANY_VP;
	options->flag_count = 1;
	options->port_partition = HVPORT_PARTITION_SELF;
	/* For a port 0 says that there is no such partition */
	if (!(PORT_VERBS & (1U << verb)))
		options->connection_partition = HVPORT_PARTITION_SELF;
}

/* What getopt_long() did not like; it says so in @c, optopt and optind */
static void complain(int c, char **argv, char *error)
{
	const char *name = optopt >= FIRST_OPTION ? option_table[optopt - FIRST_OPTION].name : NULL;

	if (c == ':')
		snprintf(error, OPTIONS_ERROR_MAX, "--%s needs a value", name);
	else if (name)
		snprintf(error, OPTIONS_ERROR_MAX, "--%s takes no value", name);
	else if (optopt)
		snprintf(error, OPTIONS_ERROR_MAX, "there is no option -%c", optopt);
	else
		snprintf(error, OPTIONS_ERROR_MAX, "there is no option %.64s", argv[optind - 1]);
}

int options_parse(enum verb verb, int argc, char **argv, struct options *options, char *error)
{
	struct option list[OPTION_COUNT + 1];
	int ret = 0;
	int c;

	set_defaults(options, verb);
	list_options(verb, list);
	opterr = 0;
	optind = 0;	/* glibc: begin anew */
	/* After a mistake go on, to know whether --json or --help is there */
	while ((c = getopt_long(argc, argv, ":", list, NULL)) != -1) {
		if (c >= FIRST_OPTION && ret) {
			options->given |= 1U << option_table[c - FIRST_OPTION].id;
		} else if (c >= FIRST_OPTION) {
			ret = store(options, &option_table[c - FIRST_OPTION], optarg, error);
		} else if (!ret) {
			complain(c, argv, error);
			ret = -1;
		}
	}
	if (ret || option_given(options, OPTION_HELP))
		return ret;
	if (optind < argc) {
		snprintf(error, OPTIONS_ERROR_MAX, "\"%.64s\" is not an option", argv[optind]);
		return -1;
	}
	return check(options, error);
}

void options_help(enum verb verb, FILE *stream)
{
	const struct option_spec *spec;

	for (spec = option_table; spec->name; spec++)
		if (spec->verbs & (1U << verb))
			fprintf(stream, "  --%s%s%-*s %s\n", spec->name, spec->takes ? " " : "",
				(int)(27 - strlen(spec->name) - !!spec->takes),
				spec->takes ? spec->takes : "", spec->help);
}
