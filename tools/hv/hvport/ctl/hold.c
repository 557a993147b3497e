// SPDX-License-Identifier: GPL-2.0-only
/*
 * --hold: stay until a signal comes, or until the other end of a pipe or socket
 * on standard input is closed, so that what is held goes with the script that
 * wanted it. Other inputs mean nothing: a shell gives /dev/null to a background
 * job, and reading the terminal from one would stop it.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hold.h"

/* What a parent has us ignore (nohup, a shell's background jobs) stays ignored */
static void add_unless_ignored(sigset_t *signals, int number)
{
	struct sigaction action;

	if (!sigaction(number, NULL, &action) && action.sa_handler != SIG_IGN)
		sigaddset(signals, number);
}

int hold_prepare(void)
{
	sigset_t signals;
	int fd;

	sigemptyset(&signals);
	add_unless_ignored(&signals, SIGINT);
	add_unless_ignored(&signals, SIGTERM);
	add_unless_ignored(&signals, SIGHUP);
	if (sigprocmask(SIG_BLOCK, &signals, NULL))
		return -errno;
	fd = signalfd(-1, &signals, SFD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static bool input_can_end(void)
{
	struct stat input;

	return !fstat(STDIN_FILENO, &input) &&
	       (S_ISFIFO(input.st_mode) || S_ISSOCK(input.st_mode));
}

static bool input_ended(void)
{
	char ignored[512];
	ssize_t count = read(STDIN_FILENO, ignored, sizeof(ignored));

	return !count || (count < 0 && errno != EINTR && errno != EAGAIN);
}

void hold_until_end(int fd)
{
	struct pollfd watched[] = {
		{ .fd = fd, .events = POLLIN },
		{ .fd = input_can_end() ? STDIN_FILENO : -1, .events = POLLIN },
	};

	for (;;) {
		if (poll(watched, 2, -1) < 0) {
			if (errno == EINTR)
				continue;
			return;
		}
		if (watched[0].revents)
			return;
		if (watched[1].revents && input_ended())
			return;
	}
}
