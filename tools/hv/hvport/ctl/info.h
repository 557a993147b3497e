/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hvportctl info: what the module says of the hypervisor and of itself.
 */
#ifndef HVPORTCTL_INFO_H
#define HVPORTCTL_INFO_H

#include "options.h"

/* Return: the exit code. */
int run_info(const struct options *options);

#endif /* HVPORTCTL_INFO_H */
