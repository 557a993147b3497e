/* SPDX-License-Identifier: GPL-2.0-only */
/* The parameters of the module, which can be changed while it is loaded. */
#ifndef HVPORT_PARAM_H
#define HVPORT_PARAM_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PARAMETERS	"/sys/module/hvport/parameters/"

/* Write @value to a parameter of the module; its value before, -1: no such one */
static inline long set_limit(const char *name, long value)
{
	char path[128], text[32] = "";
	ssize_t len;
	int fd;

	snprintf(path, sizeof(path), PARAMETERS "%s", name);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return -1;
	len = read(fd, text, sizeof(text) - 1);
	if (len > 0) {
		char number[32];

		snprintf(number, sizeof(number), "%ld", value);
		len = pwrite(fd, number, strlen(number), 0);
	}
	close(fd);
	return len > 0 ? atol(text) : -1;
}

#endif /* HVPORT_PARAM_H */
