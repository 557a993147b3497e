// SPDX-License-Identifier: GPL-2.0-only
/*
 * What programs do with descriptors, on the real device and in the model: open, close,
 * dup, and a process that shares them.
 */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guest.h"

void slot_close(struct runner *runner, unsigned int at)
{
	model_close(&runner->world, at);
	if (runner->fd[at] >= 0)
		close(runner->fd[at]);
	runner->fd[at] = -1;
}

void slot_open(struct runner *runner, unsigned int at)
{
	slot_close(runner, at);
	runner->fd[at] = device_open();
	if (runner->fd[at] < 0)
		RUNNER_FAIL(runner, "cannot open: %m");
	model_open(&runner->world, at);
}

void slot_dup(struct runner *runner, unsigned int at, unsigned int from)
{
	if (at == from || runner->fd[from] < 0)
		return;
	slot_close(runner, at);
	model_dup(&runner->world, at, from);
	runner->fd[at] = fcntl(runner->fd[from], F_DUPFD_CLOEXEC, 0);
	if (runner->fd[at] < 0)
		RUNNER_FAIL(runner, "cannot dup: %m");
}

void slots_let_go(struct runner *runner)
{
	if (runner->holder < 0)
		return;
	close(runner->holder_ends[1]);
	if (waitpid(runner->holder, NULL, 0) != runner->holder)
		RUNNER_FAIL(runner, "cannot wait for the child: %m");
	runner->holder = -1;
	model_let_go(&runner->world);
}

/*
 * A fork() whose memory is shared: descriptors are all that matters here, and to copy the
 * memory takes a kernel with KASAN longer than everything else.
 */
int child_start(char *stack, int (*run)(void *arg), void *arg)
{
	return clone(run, stack + CHILD_STACK, CLONE_VM | SIGCHLD, arg);
}

static int hold_on(void *arg)
{
	int *ends = arg;
	char byte;

	close(ends[1]);
	_exit(read(ends[0], &byte, 1) ? 1 : 0);
}

void slots_hold(struct runner *runner)
{
	if (runner->holder >= 0)
		return;
	if (pipe2(runner->holder_ends, O_CLOEXEC)) {
		RUNNER_FAIL(runner, "no pipe: %m");
		return;
	}
	runner->holder = child_start(runner->stack[1], hold_on, runner->holder_ends);
	close(runner->holder_ends[0]);
	if (runner->holder < 0)
		RUNNER_FAIL(runner, "no child: %m");
	model_hold(&runner->world);
}
