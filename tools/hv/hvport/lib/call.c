// SPDX-License-Identifier: MIT
/*
 * The ioctls. Nothing is judged here: the kernel does that, and a second
 * opinion would only differ one day.
 *
 * A struct that grows gets a new version of its symbol in libhvport.map, and
 * the old symbol keeps the old size: the library must never let the kernel
 * write more than a program has room for that was built before.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "libhvport.h"

static_assert(sizeof(struct hvport_info) == 104, "see above");
static_assert(sizeof(struct hvport_create_port) == 72, "see above");
static_assert(sizeof(struct hvport_delete_port) == 32, "see above");
static_assert(sizeof(struct hvport_connect_port) == 88, "see above");
static_assert(sizeof(struct hvport_disconnect_port) == 32, "see above");
static_assert(sizeof(struct hvport_post_message) == 272, "see above");
static_assert(sizeof(struct hvport_signal_event) == 24, "see above");

static const struct hvport_result no_result;

int hvport_open(void)
{
	int fd = open(HVPORT_DEVICE, O_RDWR | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

int hvport_close(int fd)
{
	return close(fd) ? -errno : 0;
}

static int call(int fd, unsigned int request, void *arg)
{
	return ioctl(fd, request, arg) ? -errno : 0;
}

int hvport_get_info(int fd, struct hvport_info *info)
{
	info->size = sizeof(*info);
	return call(fd, HVPORT_GET_INFO, info);
}

int hvport_create_port(int fd, struct hvport_create_port *port)
{
	port->size = sizeof(*port);
	port->result = no_result;
	return call(fd, HVPORT_CREATE_PORT, port);
}

int hvport_delete_port(int fd, struct hvport_delete_port *port)
{
	port->size = sizeof(*port);
	port->result = no_result;
	return call(fd, HVPORT_DELETE_PORT, port);
}

int hvport_connect_port(int fd, struct hvport_connect_port *connection)
{
	connection->size = sizeof(*connection);
	connection->result = no_result;
	return call(fd, HVPORT_CONNECT_PORT, connection);
}

int hvport_disconnect_port(int fd, struct hvport_disconnect_port *connection)
{
	connection->size = sizeof(*connection);
	connection->result = no_result;
	return call(fd, HVPORT_DISCONNECT_PORT, connection);
}

int hvport_post_message(int fd, struct hvport_post_message *message)
{
	message->size = sizeof(*message);
	message->result = no_result;
	return call(fd, HVPORT_POST_MESSAGE, message);
}

int hvport_signal_event(int fd, struct hvport_signal_event *event)
{
	event->size = sizeof(*event);
	event->result = no_result;
	return call(fd, HVPORT_SIGNAL_EVENT, event);
}
