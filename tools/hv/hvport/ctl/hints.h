/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What to do about a failure. PURE.
 */
#ifndef HVPORTCTL_HINTS_H
#define HVPORTCTL_HINTS_H

#include <libhvport.h>

#include "options.h"

/* Return: a sentence or two; NULL if there is nothing to add. */
const char *hint_for(enum verb verb, const struct hvport_failure *failure);

/* The same for the device that could not be opened */
const char *hint_for_open(int error);

#endif /* HVPORTCTL_HINTS_H */
