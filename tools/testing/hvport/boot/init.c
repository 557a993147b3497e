// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of the guest: runs the programs named on its command line and reports
 * on the second serial port, which nothing else writes to. It judges nothing
 * but what only it can see: that the module loads and unloads, and that the
 * hypervisor is left as it was found. The host reads the rest (verdict.awk).
 *
 * Environment, from the kernel's command line:
 *	HVPORT_LOAD=no	the programs load the module themselves
 *	HVPORT_END=...	the machine goes down with all that is held, as it does
 *			when nobody shuts it down; the host looks at the rest.
 *			held: power off; kexec, crash: to the kernel in /boot
 *	HVPORT_LEFT=PORTS/CONNECTIONS
 *			are there at the end, and should be
 *	HVPORT_RESUME=DISK
 *			if hibernation has left an image there, become that
 *	HVPORT_VERDICT=ADDRESS
 *			memory that the kernel leaves alone, to report there
 * Programs are given HVPORT_KO, the module's path.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "debug_kernel.h"
#include "hvport_msr.h"
#include "next_kernel.h"

#define MODULE_PATH	"/hvport.ko"
#define MODULE_NAME	"hvport"
#define VERDICT_TTY	"/dev/ttyS1"
#define CONSOLE_INFO	7	/* klogctl: show everything but debug messages */
#define KLOG_LEVEL	8	/* klogctl: set that level */

#define say(format, ...)	dprintf(verdict, "init: " format "\n", ##__VA_ARGS__)

static int verdict = STDOUT_FILENO;
static bool have_testhv, have_msrs;
static uint64_t found_os_id, found_hypercall;

static void mount_one(const char *type, const char *where)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL) && errno != EBUSY)
		say("error: cannot mount %s on %s: %s", type, where, strerror(errno));
}

static void mount_filesystems(void)
{
	mount_one("devtmpfs", "/dev");
	mount_one("proc", "/proc");
	mount_one("sysfs", "/sys");
	mount_one("tmpfs", "/tmp");
	mount_one("debugfs", "/sys/kernel/debug");
	mount_one("tracefs", "/sys/kernel/tracing");
	mount_one("securityfs", "/sys/kernel/security");
}

/*
 * In a guest within a guest a byte on the serial port takes as long as a test. All
 * who inherit the open file write one behind the other.
 */
static int open_memory(const char *address)
{
	int fd = open("/dev/mem", O_WRONLY | O_CLOEXEC);

	lseek(fd, strtoll(address, NULL, 0), SEEK_SET);
	return fd;
}

/* Raw, so that no byte is added or changed on the way */
static void open_verdict(void)
{
	const char *address = getenv("HVPORT_VERDICT");
	struct termios tio;
	int fd = address ? open_memory(address) :
			   open(VERDICT_TTY, O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd < 0) {
		perror("init: cannot report");
		return;
	}
	if (!tcgetattr(fd, &tio)) {
		cfmakeraw(&tio);
		tcsetattr(fd, TCSANOW, &tio);
	}
	verdict = fd;
}

static void introduce(void)
{
	struct utsname name;

	uname(&name);
	say("begin Linux %s, %ld CPUs", name.release, sysconf(_SC_NPROCESSORS_ONLN));
	setenv("PATH", "/bin", 1);
	setenv("HVPORT_KO", MODULE_PATH, 1);
	/* Booting was quiet; what the module says is of interest */
	klogctl(KLOG_LEVEL, NULL, CONSOLE_INFO);
}

static unsigned long long testhv_read(enum testhv_cmd cmd, unsigned long long value)
{
	struct testhv_regs regs = { .rbx = value };

	if (testhv_cmd(cmd, &regs) == TESTHV_ERROR)
		say("error: the test hypervisor refuses command %d", cmd);
	return regs.rbx;
}

static bool read_msrs(uint64_t *os_id, uint64_t *hypercall)
{
	return read_partition_msr(MSR_GUEST_OS_ID, os_id) &&
	       read_partition_msr(MSR_HYPERCALL, hypercall);
}

static void note_hypervisor(void)
{
	have_testhv = testhv_present();
	have_msrs = read_msrs(&found_os_id, &found_hypercall);
	say("hypervisor: %s testhv, GUEST_OS_ID %#llx, HYPERCALL %#llx", have_testhv ? "is" : "not",
	    (unsigned long long)found_os_id, (unsigned long long)found_hypercall);
}

static bool told(const char *name, const char *value)
{
	const char *is = getenv(name);

	return is && !strcmp(is, value);
}

static bool load_module(void)
{
	long error;
	int fd;

	if (told("HVPORT_LOAD", "no"))
		return true;
	fd = open(MODULE_PATH, O_RDONLY | O_CLOEXEC);
	error = fd < 0 ? -1 : syscall(SYS_finit_module, fd, "", 0);
	if (error)
		say("error: cannot load %s: %s", MODULE_PATH, strerror(errno));
	if (fd >= 0)
		close(fd);
	return !error;
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void run_program(const char *name)
{
	char path[128], *argv[] = { path, NULL };
	long start = milliseconds();
	int status = 0;
	pid_t pid;

	snprintf(path, sizeof(path), "/tests/%s", name);
	say("run %s", name);
	pid = fork();
	if (!pid) {
		dup2(verdict, STDOUT_FILENO);
		dup2(verdict, STDERR_FILENO);
		execv(path, argv);
		dprintf(verdict, "# cannot run %s: %s\n", path, strerror(errno));
		_exit(127);
	}
	/* PID 1 inherits what tests leave behind; wait for this one */
	while (pid > 0 && waitpid(-1, &status, 0) != pid)
		;
	if (pid < 0)
		say("error: cannot fork: %s", strerror(errno));
	else if (WIFSIGNALED(status))
		say("killed %s %d", name, WTERMSIG(status));
	else
		say("exit %s %d after %ld ms", name, WEXITSTATUS(status), milliseconds() - start);
}

/* Tests that load the module themselves may have left it out already */
static void unload_module(void)
{
	if (syscall(SYS_delete_module, MODULE_NAME, O_NONBLOCK) && errno != ENOENT)
		say("error: cannot unload %s: %s", MODULE_NAME, strerror(errno));
}

static void expect(const char *what, unsigned long long is, unsigned long long should_be)
{
	if (is != should_be)
		say("error: after unloading, %s is %#llx, should be %#llx", what, is, should_be);
}

/* Of what a kernel left that crashed, not all can be taken away again */
static void check_leaks(void)
{
	const char *left = getenv("HVPORT_LEFT");
	unsigned int ports = 0, connections = 0;
	uint64_t os_id, hypercall;

	if (have_msrs && read_msrs(&os_id, &hypercall)) {
		expect("GUEST_OS_ID", os_id, found_os_id);
		expect("HYPERCALL", hypercall, found_hypercall);
	}
	if (!have_testhv)
		return;
	if (left && sscanf(left, "%u/%u", &ports, &connections) != 2)
		say("error: HVPORT_LEFT is not PORTS/CONNECTIONS");
	expect("the number of live ports", testhv_read(TESTHV_CMD_STAT, TESTHV_STAT_PORTS), ports);
	expect("the number of live connections",
	       testhv_read(TESTHV_CMD_STAT, TESTHV_STAT_CONNECTIONS), connections);
	testhv_read(TESTHV_CMD_REPORT, 0);
}

/*
 * With all that is held; returns when that is not possible. Those processes that
 * want to know of it are told by SIGUSR1, others end.
 */
static void go_down(const char *how)
{
	if (!strcmp(how, "held")) {
		kill(-1, SIGUSR1);
		return;
	}
	say("next kernel: %s", how);
	tcdrain(verdict);
	say("error: no next kernel by %s: %s", how, next_kernel(how));
}

static void power_off(void)
{
	say("end");
	tcdrain(verdict);
	sync();
	reboot(RB_POWER_OFF);
	reboot(RB_AUTOBOOT);	/* without ACPI: QEMU ends here as well */
}

int main(int argc, char **argv)
{
	int i;

	mount_filesystems();
	open_verdict();
	introduce();
	note_hypervisor();
	if (load_module()) {
		if (getenv("HVPORT_RESUME"))
			resume_image(getenv("HVPORT_RESUME"));
		for (i = 1; i < argc; i++)
			run_program(argv[i]);
	}
	if (getenv("HVPORT_END")) {
		go_down(getenv("HVPORT_END"));
	} else {
		unload_module();
		check_leaks();
		report_leaks(verdict);
	}
	send_coverage(verdict);
	power_off();
	return EXIT_FAILURE;
}
