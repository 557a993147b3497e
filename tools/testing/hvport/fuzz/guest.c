// SPDX-License-Identifier: GPL-2.0-only
/*
 * One step at a time on the real device and in the model, and what differs: errno,
 * every byte of the struct, and how much the hypervisor holds.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bytes.h"
#include "guest.h"
#include "testhv.h"

#define INFO_COUNTS	88

/* What GET_INFO says when nothing is owned */
static uint8_t info_at_first[INFO_SIZE];

bool runner_init(struct runner *runner)
{
	unsigned int i;

	if (!memory_init(&runner->memory)) {
		RUNNER_FAIL(runner, "no memory for structs: %m");
		return false;
	}
	device_info(info_at_first);
	runner->world.own_known = get_bytes(info_at_first, 64, 8);
	runner->world.may_deposit = get_bytes(info_at_first, 40, 8) >> 34 & 1;
	runner->world.hv.vps = testhv_vps();
	runner->world.hv.own = testhv_ask(TESTHV_CMD_IDENTITY, 0, 0);
	runner->world.limit_file = LIMIT_FILE;
	runner->world.limit_all = LIMIT_ALL;
	runner->shared = -1;
	runner->holder = -1;
	for (i = 0; i < SLOTS; i++)
		runner->fd[i] = -1;
	return true;
}

static void set_rawio(bool on)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		return;
	if (on)
		data[0].effective |= 1u << CAP_SYS_RAWIO;
	else
		data[0].effective &= ~(1u << CAP_SYS_RAWIO);
	if (syscall(SYS_capset, &header, data))
		perror("capset");
}

static int issue(int fd, const struct step *s, void *arg)
{
	int error;

	if (s->weak)
		set_rawio(false);
	error = ioctl(fd, s->cmd, arg) ? errno : 0;
	if (s->weak)
		set_rawio(true);
	return error;
}

struct call_of_child {
	struct runner *runner;
	const struct step *step;
	void *arg;
};

static int child_call(void *arg)
{
	struct call_of_child *call = arg;

	cover_start(&call->runner->child_cover);
	_exit(issue(call->runner->fd[call->step->slot], call->step, call->arg));
}

static int issue_in_child(struct runner *runner, const struct step *s, void *arg)
{
	struct call_of_child call = { runner, s, arg };
	int status = 0;
	pid_t pid = child_start(runner->stack[0], child_call, &call);

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void read_result(struct runner *runner, const struct step *s, struct outcome *is)
{
	const uint8_t *arg = memory_arg(&runner->memory, s);
	int nr = cmd_nr(s->cmd);
	const uint8_t *result;

	if (!arg || nr <= 0 || s->place != PLACE_GOOD)
		return;
	result = arg + model_calls[nr].result;
	is->hv_status = get_bytes(result, 0, 2);
	is->stage = result[2];
	is->deposits = result[3];
	is->bad_field = get_bytes(result, 4, 4);
}

/* An outcome in words; of two at a time */
static const char *said(const struct outcome *o)
{
	static __thread char texts[2][96];
	static __thread unsigned int turn;
	char *text = texts[turn++ % 2];

	snprintf(text, sizeof(texts[0]), "errno %d stage %u status 0x%04x deposits %u bad_field %u",
		 o->error, o->stage, o->hv_status, o->deposits, o->bad_field);
	return text;
}

static void check_outcome(struct runner *runner, const struct outcome *is,
			  const struct outcome *expected)
{
	if (outcome_same(is, expected))
		return;
	if (expected->error < 0 && !is->error)
		RUNNER_FAIL(runner, "the id that was picked is not free");
	else if (expected->error < 0)
		RUNNER_FAIL(runner, "%s, should be success", said(is));
	else if (!expected->answered)
		RUNNER_FAIL(runner, "errno %d, should be %d", is->error, expected->error);
	else
		RUNNER_FAIL(runner, "%s, should be %s", said(is), said(expected));
}

/* No byte but those that the kernel is to write */
static void check_bytes(struct runner *runner, const struct step *s, const struct outcome *expected)
{
	int at, nr = cmd_nr(s->cmd);
	struct hole holes[2] = { { 0, 0 }, { 0, 0 } };
	bool any_id = (nr == CREATE_PORT || nr == CONNECT_PORT) &&
		      get_bytes(s->arg, 4, 4) & ANY_ID;

	if (nr == GET_INFO && (!expected->error || expected->error == EFAULT))
		holes[0] = (struct hole){ 8, INFO_SIZE - 8 };
	if (expected->answered)
		holes[0] = (struct hole){ model_calls[nr].result, 8 };
	if (expected->picked || (any_id && expected->error == EFAULT))
		holes[1] = (struct hole){ 16, 4 };
	at = memory_changed(&runner->memory, s, holes);
	if (at != MEMORY_NONE)
		RUNNER_FAIL(runner, "the byte at %d has changed", at);
}

static void check_info(struct runner *runner, const struct step *s)
{
	const struct world *world = &runner->world;
	const uint8_t *arg = memory_arg(&runner->memory, s);
	int file = world->slot[s->slot];
	uint8_t expected[INFO_SIZE];
	unsigned int i;

	memcpy(expected, info_at_first, INFO_SIZE);
	for (i = 0; i < 4; i++)
		put_bytes(expected, INFO_COUNTS + 4 * i, 4,
			  model_count(world, i < 2 ? file : -1, i & 1));
	/* Size and flags are as they were: check_bytes() */
	for (i = 8; i < (world->alone ? INFO_SIZE : INFO_COUNTS); i++) {
		if (arg[i] == expected[i])
			continue;
		RUNNER_FAIL(runner, "GET_INFO: the byte at %u is 0x%02x, should be 0x%02x", i,
			    arg[i], expected[i]);
		return;
	}
}

static void call(struct runner *runner, const struct step *s)
{
	struct memory *memory = &runner->memory;
	int nr = cmd_nr(s->cmd), fd = runner->fd[s->slot];
	void *at = memory_put(memory, s);
	struct outcome is = { 0 }, expected;
	const uint8_t *arg;

	runner->calls++;
	is.error = s->in_child ? issue_in_child(runner, s, at) : issue(fd, s, at);
	read_result(runner, s, &is);
	arg = memory_arg(memory, s);
	if (!runner->strict) {
		if (!model_possible(s, &is))
			RUNNER_FAIL(runner, "%s: not possible", said(&is));
		return;
	}
	expected = model_call(&runner->world, s, arg ? get_bytes(arg, 16, 4) : 0);
	check_bytes(runner, s, &expected);
	if (!runner->failure[0] && nr == GET_INFO && !expected.error)
		check_info(runner, s);
	check_outcome(runner, &is, &expected);
}

static void set_limits(struct runner *runner, unsigned int of_file, unsigned int of_all)
{
	runner->world.limit_file = of_file;
	runner->world.limit_all = of_all;
	if (!device_limit(of_file, of_all))
		RUNNER_FAIL(runner, "cannot set the limits: %m");
}

static void carry_out(struct runner *runner, const struct step *s)
{
	switch (s->op) {
	case OP_OPEN:
		slot_open(runner, s->slot);
		break;
	case OP_CLOSE:
		slot_close(runner, s->slot);
		break;
	case OP_DUP:
		slot_dup(runner, s->slot, s->from);
		break;
	case OP_HOLD:
		slots_hold(runner);
		break;
	case OP_LET_GO:
		slots_let_go(runner);
		break;
	case OP_LIMIT:
		set_limits(runner, s->slot, s->from);
		break;
	default:
		/* A call of nothing would be a waste */
		if (runner->fd[s->slot] < 0)
			slot_open(runner, s->slot);
		if (!runner->failure[0])
			call(runner, s);
	}
}

static void run_step(struct runner *runner, const struct step *s)
{
	struct fault *fault = &runner->world.hv.fault;

	*fault = s->fault;
	if (!fault->count) {
		carry_out(runner, s);
		return;
	}
	/* The status is in the low 16 bits of the result; the others mean nothing here */
	testhv_fault(fault->code, 0, fault->count, fault->status | 0xfeed00000000ull);
	carry_out(runner, s);
	testhv_fault_clear();
	fault->count = 0;
}

/* Does the hypervisor hold what it should? */
static void check_hypervisor(struct runner *runner)
{
	const struct hypervisor *hv = &runner->world.hv;
	unsigned int ports, connections;

	if (!runner->strict || !runner->world.alone || runner->failure[0])
		return;
	ports = testhv_ports();
	connections = testhv_connections();
	if (ports != hv->ports || connections != hv->connections)
		RUNNER_FAIL(runner, "the hypervisor has %u ports, %u connections, not %u, %u",
			    ports, connections, hv->ports, hv->connections);
}

/* What persists, and what the hypervisor would not delete */
static void clean(struct runner *runner)
{
	const struct hypervisor *hv = &runner->world.hv;
	unsigned int i;
	bool good = true;

	for (i = 0; i < hv->connections; i++)
		good &= device_delete(true, hv->own, hv->connection[i].id,
				      hv->connection[i].type == TYPE_DOORBELL);
	for (i = 0; i < hv->ports; i++)
		good &= device_delete(false, hv->own, hv->port[i].id, false);
	if (!good && !runner->failure[0])
		RUNNER_FAIL(runner, "at the end: something is not there to be deleted");
}

static void begin(struct runner *runner)
{
	runner->failure[0] = '\0';
	model_begin(&runner->world, runner->shared >= 0);
	if (runner->shared >= 0)
		runner->fd[0] = fcntl(runner->shared, F_DUPFD_CLOEXEC, 0);
}

static void finish(struct runner *runner)
{
	unsigned int i;

	for (i = 0; i < SLOTS; i++)
		slot_close(runner, i);
	if (runner->world.limit_all != LIMIT_ALL)
		set_limits(runner, LIMIT_FILE, LIMIT_ALL);
	slots_let_go(runner);
	check_hypervisor(runner);
	if (!runner->strict)
		return;
	clean(runner);
	if (runner->world.alone && !runner->failure[0])
		device_idle(runner->failure, sizeof(runner->failure));
}

void runner_run(struct runner *runner, const struct program *program)
{
	char failure[sizeof(runner->failure)];
	unsigned int i;

	begin(runner);
	for (i = 0; i < program->count && !runner->failure[0]; i++) {
		if (runner->show) {
			step_show(i, &program->steps[i]);
			fflush(stdout);
		}
		run_step(runner, &program->steps[i]);
		if (!runner->failure[0])
			continue;
		snprintf(failure, sizeof(failure), "step %u: %.480s", i, runner->failure);
		memcpy(runner->failure, failure, sizeof(failure));
	}
	finish(runner);
}
