/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All that hvport can be asked for, as one list of steps: what the sweeps let
 * fail, one point after the other. Two files are open, FIRST and OTHER. How a
 * step is made is here; what must be true after it is in hvport_model.h.
 */
#ifndef HVPORT_SCENARIO_H
#define HVPORT_SCENARIO_H

#include "hvport_pool.h"

enum verb {
	OPEN, INFO, CREATE, CONNECT, POST, SIGNAL, DISCONNECT, DELETE, LOOK, CLOSE,
};

enum { FIRST, OTHER, FILES };

/**
 * struct step - one thing to ask for
 * @verb: what
 * @who: by which of the files
 * @id: of port and connection; 0 for ANY_ID
 * @type: HVPORT_TYPE_*
 * @flags: HVPORT_F_*
 * @dry: the hypervisor has no memory for it and says so with this status, when
 *	it may be given some
 * @path: what to read
 */
struct step {
	enum verb verb;
	unsigned int who;
	__u32 id, type, flags;
	unsigned int dry;
	const char *path;
};

static const struct step scenario[] = {
	{ OPEN, FIRST },
	{ OPEN, OTHER },
	{ INFO, FIRST },
	{ CREATE, FIRST, 0x11, 1, HVPORT_F_VALIDATE_ONLY },
	{ CREATE, FIRST, 0x11, 1, .dry = 0x0b },
	{ CREATE, FIRST, 0x12, 2, .dry = 0x75 },
	{ CREATE, FIRST, 0x13, 3 },
	{ CREATE, FIRST, 0x14, 4 },
	{ CREATE, FIRST, 0, 1, HVPORT_F_ANY_ID },
	{ CREATE, OTHER, 0x15, 1 },
	{ CREATE, OTHER, 0x16, 1, HVPORT_F_PERSIST },
	{ CONNECT, FIRST, 0x11, 1, HVPORT_F_VALIDATE_ONLY },
	{ CONNECT, FIRST, 0x11, 1, .dry = 0x73 },
	{ CONNECT, FIRST, 0x12, 2 },
	{ CONNECT, FIRST, 0x13, 3 },
	{ CONNECT, FIRST, 0x14, 4 },
	{ CONNECT, FIRST, 0, 1, HVPORT_F_ANY_ID },
	{ CONNECT, OTHER, 0x15, 1 },
	{ CONNECT, OTHER, 0x16, 1, HVPORT_F_PERSIST },
	{ POST, FIRST, 0x11 },
	{ POST, FIRST, 0x15, .flags = HVPORT_F_FOREIGN },
	{ SIGNAL, FIRST, 0x12 },
	{ SIGNAL, OTHER, 0x12, .flags = HVPORT_F_FOREIGN },
	{ INFO, OTHER },
	{ LOOK, .path = DEBUGFS "hvport/ports" },
	{ LOOK, .path = DEBUGFS "hvport/counters" },
	{ LOOK, .path = "/proc/self/fdinfo/%d" },
	{ DISCONNECT, FIRST, 0x14, 4 },
	{ DELETE, FIRST, 0x14 },
	{ DISCONNECT, FIRST, 0x15, .flags = HVPORT_F_FOREIGN },
	{ DELETE, FIRST, 0x15, .flags = HVPORT_F_FOREIGN },
	{ CLOSE, OTHER },
	{ DISCONNECT, FIRST, 0x16, .flags = HVPORT_F_FOREIGN },
	{ DELETE, FIRST, 0x16, .flags = HVPORT_F_FOREIGN },
	{ CLOSE, FIRST },
};

#define STEPS	ARRAY_SIZE(scenario)

/* The port that a connection to a port of any id leads to */
#define SOME_PORT	0x11

/* How the ioctls are made; a sweep can have it its own way for one of them */
static struct outcome (*scenario_call)(int fd, unsigned long cmd, void *arg) =
	hvport_call;

/* What is known while the list is gone through */
struct run {
	int fd[FILES];
	__u32 picked;		/* the id of the last ANY_ID */
	struct hvport_info info;	/* of the last GET_INFO */
};

static inline const char *step_name(const struct step *step)
{
	static const char * const names[] = {
		"open", "GET_INFO", "CREATE_PORT", "CONNECT_PORT",
		"POST_MESSAGE", "SIGNAL_EVENT", "DISCONNECT_PORT",
		"DELETE_PORT", "read", "close",
	};

	return names[step->verb];
}

static inline struct outcome do_open(struct run *run, const struct step *step)
{
	int *fd = &run->fd[step->who];

	*fd = open_hvport();
	return (struct outcome){ .error = *fd < 0 ? errno : 0 };
}

static inline struct outcome do_info(struct run *run, const struct step *step)
{
	struct hvport_info *info = &run->info;

	memset(info, POISON, sizeof(*info));
	info->size = sizeof(*info);
	info->flags = 0;
	return scenario_call(run->fd[step->who], HVPORT_GET_INFO, info);
}

static inline struct outcome do_create(struct run *run, const struct step *step)
{
	struct hvport_create_port port = good_port_of_type(step->type, step->id);
	struct outcome got;

	port.flags = step->flags;
	got = scenario_call(run->fd[step->who], HVPORT_CREATE_PORT, &port);
	run->picked = port.port_id;
	return got;
}

static inline struct outcome do_connect(struct run *run, const struct step *step)
{
	struct hvport_connect_port conn = good_connection(step->type, step->id);
	struct outcome got;

	conn.flags = step->flags;
	conn.port_id = step->id ?: SOME_PORT;
	got = scenario_call(run->fd[step->who], HVPORT_CONNECT_PORT, &conn);
	run->picked = conn.connection_id;
	return got;
}

static inline struct outcome do_post(struct run *run, const struct step *step)
{
	struct hvport_post_message post = good_message(step->id);

	post.flags = step->flags;
	return scenario_call(run->fd[step->who], HVPORT_POST_MESSAGE, &post);
}

static inline struct outcome do_signal(struct run *run, const struct step *step)
{
	struct hvport_signal_event signal = good_signal(step->id, 3);

	signal.flags = step->flags;
	return scenario_call(run->fd[step->who], HVPORT_SIGNAL_EVENT, &signal);
}

static inline struct outcome do_disconnect(struct run *run,
					   const struct step *step)
{
	struct hvport_disconnect_port disconnect = good_disconnect(step->id);

	disconnect.flags = step->flags;
	disconnect.is_doorbell = step->type == 4;
	return scenario_call(run->fd[step->who], HVPORT_DISCONNECT_PORT,
			     &disconnect);
}

static inline struct outcome do_delete(struct run *run, const struct step *step)
{
	struct hvport_delete_port del = good_delete(step->id);

	del.flags = step->flags;
	return scenario_call(run->fd[step->who], HVPORT_DELETE_PORT, &del);
}

/* To its end, as cat would */
static inline struct outcome do_look(struct run *run, const struct step *step)
{
	struct outcome got = { .error = 0 };
	char path[64], text[4096];
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), step->path, run->fd[step->who]);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	do {
		len = fd < 0 ? -1 : read(fd, text, sizeof(text));
	} while (len > 0);
	if (len < 0)
		got.error = errno;
	if (fd >= 0)
		close(fd);
	return got;
}

static inline struct outcome do_close(struct run *run, const struct step *step)
{
	int fd = run->fd[step->who];

	run->fd[step->who] = -1;
	return (struct outcome){ .error = close(fd) ? errno : 0 };
}

static inline struct outcome do_step(struct run *run, const struct step *step)
{
	static struct outcome (* const verbs[])(struct run *run,
						const struct step *step) = {
		do_open, do_info, do_create, do_connect, do_post, do_signal,
		do_disconnect, do_delete, do_look, do_close,
	};

	return verbs[step->verb](run, step);
}

#endif /* HVPORT_SCENARIO_H */
