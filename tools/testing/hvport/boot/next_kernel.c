// SPDX-License-Identifier: GPL-2.0-only
/*
 * From this kernel to another one in the same machine: to the one that boot/run
 * has put into /boot (kernel, initramfs, cmdline), or back to one that is kept on
 * a disk. Neither gets any help from user space that a machine without a test
 * would not give it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <linux/kexec.h>
#include <linux/reboot.h>

#include "next_kernel.h"

/* Where a swap area has its signature, and what hibernation writes there */
#define SIGNATURE_AT	4086
#define SIGNATURE	"S1SUSPEND"

static void put(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		perror(file);
	if (fd >= 0)
		close(fd);
}

static long load(unsigned long flags)
{
	int kernel = open("/boot/kernel", O_RDONLY | O_CLOEXEC);
	int initramfs = open("/boot/initramfs", O_RDONLY | O_CLOEXEC);
	int cmdline = open("/boot/cmdline", O_RDONLY | O_CLOEXEC);
	char line[2048];
	ssize_t len;

	len = read(cmdline, line, sizeof(line) - 1);
	if (kernel < 0 || initramfs < 0 || len < 0)
		return -1;
	line[len] = '\0';
	return syscall(SYS_kexec_file_load, kernel, initramfs, len + 1, line, flags);
}

const char *next_kernel(const char *how)
{
	bool crash = !strcmp(how, "crash");

	if (load(crash ? KEXEC_FILE_ON_CRASH : 0))
		return strerror(errno);
	if (crash)
		put("/proc/sysrq-trigger", "c");
	else if (!kill(-1, SIGUSR1))
		syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
			LINUX_REBOOT_CMD_KEXEC, NULL);
	return strerror(errno);
}

void resume_image(const char *disk)
{
	char signature[sizeof(SIGNATURE) - 1], device[32];
	int fd = open(disk, O_RDONLY | O_CLOEXEC);
	struct stat stat;
	bool found;

	found = fd >= 0 && !fstat(fd, &stat) &&
		pread(fd, signature, sizeof(signature), SIGNATURE_AT) == sizeof(signature) &&
		!memcmp(signature, SIGNATURE, sizeof(signature));
	if (fd >= 0)
		close(fd);
	if (!found)
		return;
	snprintf(device, sizeof(device), "%u:%u", major(stat.st_rdev), minor(stat.st_rdev));
	put("/sys/power/resume", device);
}
