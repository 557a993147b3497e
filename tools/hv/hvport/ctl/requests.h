/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From options to the struct of a call. PURE. Checks nothing: the options have
 * been checked for what cannot be expressed, the kernel judges the rest.
 */
#ifndef HVPORTCTL_REQUESTS_H
#define HVPORTCTL_REQUESTS_H

#include <libhvport.h>

#include "options.h"

union request {
	struct hvport_create_port create;
	struct hvport_delete_port delete_port;
	struct hvport_connect_port connect;
	struct hvport_disconnect_port disconnect;
	struct hvport_post_message post;
	struct hvport_signal_event signal;
};

/*
 * Each fills in the member of its name. Return: NULL, or what is wrong with an
 * option that only now can be told.
 */
const char *request_create(const struct options *options, union request *request);
const char *request_validate(const struct options *options, union request *request);
const char *request_delete(const struct options *options, union request *request);
const char *request_connect(const struct options *options, union request *request);
const char *request_disconnect(const struct options *options, union request *request);
const char *request_post(const struct options *options, union request *request);
const char *request_signal(const struct options *options, union request *request);

#endif /* HVPORTCTL_REQUESTS_H */
