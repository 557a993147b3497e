/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a whole program needs. Each of these ends the program as skipped, with
 * the reason, when the machine does not have it.
 */
#ifndef HVPORT_NEEDS_H
#define HVPORT_NEEDS_H

#include "hvport_module.h"
#include "hvport_test.h"
#include "testhv.h"

static inline void need_device(void)
{
	int fd = open_hvport();

	if (fd < 0) {
		ksft_print_header();
		ksft_exit_skip("cannot open %s: %s\n", HVPORT_DEVICE,
			       strerror(errno));
	}
	close(fd);
}

/* CPUID 0x40000003 EBX bit 6, as GET_INFO gives it: EBX above EAX */
static inline bool has_create_privilege(const struct hvport_info *info)
{
	return info->privileges >> 38 & 1;
}

static inline bool may_create_ports(void)
{
	struct hvport_info info;
	int fd = open_hvport();
	int error = get_info(fd, &info);

	close(fd);
	return !error && has_create_privilege(&info);
}

static inline void need_create_privilege(void)
{
	need_device();
	if (may_create_ports())
		return;
	ksft_print_header();
	ksft_exit_skip("this partition has no CreatePort privilege\n");
}

#define NO_CONNECT_PRIVILEGE	"this partition has no ConnectPort privilege"

/* CPUID 0x40000003 EBX bits 6 and 7: without a port there is no connection */
static inline bool may_connect(void)
{
	struct hvport_info info;
	int fd = open_hvport();
	int error = get_info(fd, &info);

	close(fd);
	return !error && has_create_privilege(&info) &&
	       info.privileges >> 39 & 1;
}

static inline void need_connect_privilege(void)
{
	need_create_privilege();
	if (may_connect())
		return;
	ksft_print_header();
	ksft_exit_skip(NO_CONNECT_PRIVILEGE "\n");
}

static inline void need_testhv(void)
{
	if (testhv_present())
		return;
	ksft_print_header();
	ksft_exit_skip(NEEDS_TESTHV "\n");
}

static inline void need_module_file(void)
{
	if (module_file())
		return;
	ksft_print_header();
	ksft_exit_skip(NEEDS_MODULE "\n");
}

#endif /* HVPORT_NEEDS_H */
