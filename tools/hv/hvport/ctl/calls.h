/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verbs that make one ioctl on a port or connection.
 */
#ifndef HVPORTCTL_CALLS_H
#define HVPORTCTL_CALLS_H

#include "options.h"

/* Return: the exit code. */
int run_call(const struct options *options);

#endif /* HVPORTCTL_CALLS_H */
