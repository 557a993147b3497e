// SPDX-License-Identifier: GPL-2.0-only
/*
 * The verbs that make one ioctl on a port or connection: a table, and one way
 * through it. Open, call, say what came of it, hold if asked to, and let the
 * kernel clean up.
 */
#include <stdio.h>
#include <unistd.h>

#include "calls.h"
#include "describe.h"
#include "hints.h"
#include "hold.h"
#include "report.h"
#include "requests.h"

static int issue_create(int fd, union request *request)
{
	return hvport_create_port(fd, &request->create);
}

static int issue_delete(int fd, union request *request)
{
	return hvport_delete_port(fd, &request->delete_port);
}

static int issue_connect(int fd, union request *request)
{
	return hvport_connect_port(fd, &request->connect);
}

static int issue_disconnect(int fd, union request *request)
{
	return hvport_disconnect_port(fd, &request->disconnect);
}

static int issue_post(int fd, union request *request)
{
	return hvport_post_message(fd, &request->post);
}

static int issue_signal(int fd, union request *request)
{
	return hvport_signal_event(fd, &request->signal);
}

struct call {
	unsigned int ioctl;
	const char *(*build)(const struct options *options, union request *request);
	int (*issue)(int fd, union request *request);
	const struct description *description;
};

static const struct call calls[] = {
	[VERB_CREATE] = {
		HVPORT_CREATE_PORT, request_create, issue_create, &describe_create },
	[VERB_VALIDATE] = {
		HVPORT_CREATE_PORT, request_validate, issue_create, &describe_validate },
	[VERB_DELETE] = {
		HVPORT_DELETE_PORT, request_delete, issue_delete, &describe_delete },
	[VERB_CONNECT] = {
		HVPORT_CONNECT_PORT, request_connect, issue_connect, &describe_connect },
	[VERB_DISCONNECT] = {
		HVPORT_DISCONNECT_PORT, request_disconnect, issue_disconnect,
		&describe_disconnect },
	[VERB_POST] = {
		HVPORT_POST_MESSAGE, request_post, issue_post, &describe_post },
	[VERB_SIGNAL] = {
		HVPORT_SIGNAL_EVENT, request_signal, issue_signal, &describe_signal },
};

static void say(const struct options *options, const struct description *description,
		const union request *request)
{
	struct json_object *object;

	if (option_given(options, OPTION_JSON)) {
		object = out_new(options, true);
		description->json(request, object);
		out_finish(object);
		return;
	}
	description->text(request);
	if (option_given(options, OPTION_HOLD))
		printf(", held until a signal ends process %d", getpid());
	putchar('\n');
	fflush(stdout);
}

static int call(const struct options *options, const struct call *the, union request *request,
		int fd, int hold)
{
	struct hvport_failure failure;
	int error = the->issue(fd, request);

	if (error) {
		hvport_explain(the->ioctl, error, request, &failure);
		return report_failure(options, &failure, hint_for(options->verb, &failure),
				      EXIT_REFUSED);
	}
	say(options, the->description, request);
	if (hold >= 0)
		hold_until_end(hold);
	return EXIT_OK;
}

int run_call(const struct options *options)
{
	const struct call *the = &calls[options->verb];
	union request request;
	const char *wrong = the->build(options, &request);
	int hold = -1;
	int fd, code;

	if (wrong)
		return report_usage(options, wrong);
	if (option_given(options, OPTION_HOLD)) {
		hold = hold_prepare();
		if (hold < 0)
			return report_unreachable(options, "signalfd", hold, NULL);
	}
	fd = hvport_open();
	if (fd < 0)
		return report_unreachable(options, "open " HVPORT_DEVICE, fd, hint_for_open(-fd));
	code = call(options, the, &request, fd, hold);
	hvport_close(fd);	/* what is not PERSIST goes with it */
	return code;
}
