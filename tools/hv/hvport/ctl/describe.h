/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What was done, in a line of text or as members of a JSON object.
 */
#ifndef HVPORTCTL_DESCRIBE_H
#define HVPORTCTL_DESCRIBE_H

#include "report.h"
#include "requests.h"

struct description {
	void (*text)(const union request *request);	/* without the newline */
	void (*json)(const union request *request, struct json_object *object);
};

extern const struct description describe_create;
extern const struct description describe_validate;
extern const struct description describe_delete;
extern const struct description describe_connect;
extern const struct description describe_disconnect;
extern const struct description describe_post;
extern const struct description describe_signal;

#endif /* HVPORTCTL_DESCRIBE_H */
