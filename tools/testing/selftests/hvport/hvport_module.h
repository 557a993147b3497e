/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Loading and unloading the module by the system calls themselves: what they
 * return is what is tested, and modprobe and insmod would try again behind the
 * test's back. The file to load is named by HVPORT_KO in the environment.
 */
#ifndef HVPORT_MODULE_H
#define HVPORT_MODULE_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/syscall.h>

#define NEEDS_MODULE	"HVPORT_KO does not name a module that may be loaded"

static inline const char *module_file(void)
{
	const char *path = getenv("HVPORT_KO");

	return path && !access(path, R_OK) ? path : NULL;
}

/* 0 or errno */
static inline int module_load(const char *parameters)
{
	int fd = open(module_file(), O_RDONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0 || syscall(SYS_finit_module, fd, parameters, 0))
		error = errno;
	if (fd >= 0)
		close(fd);
	return error;
}

/* 0 or errno; does not wait until nobody uses the module any more */
static inline int module_unload(void)
{
	return syscall(SYS_delete_module, "hvport", O_NONBLOCK) ? errno : 0;
}

static inline bool module_is_loaded(void)
{
	return !access("/sys/module/hvport/initstate", F_OK);
}

#endif /* HVPORT_MODULE_H */
