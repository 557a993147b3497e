// SPDX-License-Identifier: GPL-2.0-only
/*
 * The doctor's checks of the running system: is the module there and loaded, is
 * the device node there, may the caller use it?
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "doctor.h"

#define CAP_SYS_RAWIO	17	/* <linux/capability.h> */

#define SECURE_BOOT "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

static FILE *open_file(const struct machine *machine, const char *path)
{
	char full[512];

	snprintf(full, sizeof(full), "%s%s", machine->root, path);
	return fopen(full, "re");
}

static bool exists(const struct machine *machine, const char *path)
{
	struct stat ignored;
	char full[512];

	snprintf(full, sizeof(full), "%s%s", machine->root, path);
	return !stat(full, &ignored);
}

/* Read the start of a file. Return: the number of bytes, -1 if there is none. */
static int read_file(const struct machine *machine, const char *path, char *text, size_t size)
{
	FILE *file = open_file(machine, path);
	size_t count;

	if (!file)
		return -1;
	count = fread(text, 1, size - 1, file);
	fclose(file);
	text[count] = '\0';
	return count;
}

/* The file reads "[none] integrity confidentiality", with what holds in brackets */
static void check_lockdown(struct machine *machine, struct finding *finding)
{
	char text[128];
	char *mode;

	if (read_file(machine, "/sys/kernel/security/lockdown", text, sizeof(text)) < 0) {
		find(finding, VERDICT_NA, NULL, "the kernel does not say");
		return;
	}
	mode = strtok(strchr(text, '[') ?: text, "[]");
	machine->locked_down = mode && strcmp(mode, "none");
	if (machine->locked_down)
		find(finding, VERDICT_WARN,
		     "the module must be signed, and monitor ports are refused",
		     "the kernel is locked down: %.32s", mode);
	else
		find(finding, VERDICT_OK, NULL, "none");
}

static void check_loaded(struct machine *machine, struct finding *finding)
{
	machine->loaded = exists(machine, "/sys/module/hvport") ||
			  exists(machine, "/sys/class/misc/hvport");
	if (machine->loaded)
		find(finding, VERDICT_OK, NULL, "hvport is loaded");
	else if (!machine->hyperv)
		find(finding, VERDICT_NA, NULL, "hvport does not load without Hv#1");
	else
		find(finding, VERDICT_FAIL,
		     "modprobe hvport (or insmod hvport.ko); if refused, dmesg says why",
		     "hvport is not loaded");
}

/* modules.dep has a line "DIRECTORY/hvport.ko[.xz]: ..." if depmod found it */
static bool in_modules_dep(FILE *file)
{
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	while (!found && getline(&line, &size, file) > 0) {
		line[strcspn(line, ":")] = '\0';
		found = strstr(line, "/hvport.ko");
	}
	free(line);
	return found;
}

static void check_installed(struct machine *machine, struct finding *finding)
{
	char path[256];
	FILE *file;
	bool found;

	snprintf(path, sizeof(path), "/lib/modules/%s/modules.dep", machine->release);
	file = open_file(machine, path);
	found = file && in_modules_dep(file);
	if (file)
		fclose(file);
	if (found)
		find(finding, VERDICT_OK, NULL, "modprobe finds hvport for %s", machine->release);
	else if (machine->loaded)
		find(finding, VERDICT_OK, NULL, "not for %s, but it is loaded", machine->release);
	else
		find(finding, VERDICT_WARN, "make && sudo make install, with this kernel's headers",
		     "modprobe finds no hvport for %s", machine->release);
}

static void check_signature(struct machine *machine, struct finding *finding)
{
	char enforced[8] = "";
	char variable[8];
	bool secure_boot;

	/* Four bytes of attributes, then the value */
	secure_boot = read_file(machine, SECURE_BOOT, variable, sizeof(variable)) >= 5 &&
		      variable[4] == 1;
	read_file(machine, "/sys/module/module/parameters/sig_enforce", enforced, sizeof(enforced));
	if (machine->loaded)
		find(finding, VERDICT_NA, NULL, "the module is loaded");
	else if (secure_boot || enforced[0] == 'Y' || machine->locked_down)
		find(finding, VERDICT_WARN,
		     "sign hvport.ko with a key that the kernel trusts (mokutil --import, reboot)",
		     "%s: the kernel loads signed modules only",
		     secure_boot ? "Secure Boot is on" : "signatures are enforced");
	else
		find(finding, VERDICT_OK, NULL, "not asked for");
}

static void check_node(struct machine *machine, struct finding *finding)
{
	machine->node = exists(machine, "/dev/hvport");
	if (machine->node)
		find(finding, VERDICT_OK, NULL, "/dev/hvport is there");
	else if (machine->loaded)
		find(finding, VERDICT_FAIL,
		     "mount devtmpfs on /dev, or mknod by /sys/class/misc/hvport/dev",
		     "/dev/hvport is not there");
	else
		find(finding, VERDICT_NA, NULL, "it comes with the module");
}

static void check_permission(struct machine *machine, struct finding *finding)
{
	int error;

	if (!machine->node) {
		find(finding, VERDICT_NA, NULL, "there is no device");
		return;
	}
	error = -machine->try_device(machine);
	if (!error)
		find(finding, VERDICT_OK, NULL, "the device opens and the module answers");
	else if (error == EACCES)
		find(finding, VERDICT_FAIL, "try as root", "this user may not open /dev/hvport");
	else if (error == EPERM)
		find(finding, VERDICT_FAIL, "run it outside of the container, as root",
		     "CAP_SYS_ADMIN of the initial user namespace is missing");
	else
		find(finding, VERDICT_FAIL, "load the module that came with this program",
		     "/dev/hvport does not answer: %s", strerrordesc_np(error));
}

static bool has_capability(const struct machine *machine, int capability)
{
	static const char key[] = "\nCapEff:\t";
	char text[4096];
	char *mask;

	if (read_file(machine, "/proc/self/status", text, sizeof(text)) < 0)
		return false;
	mask = strstr(text, key);
	return mask && strtoull(mask + strlen(key), NULL, 16) >> capability & 1;
}

static void check_monitor(struct machine *machine, struct finding *finding)
{
	if (!has_capability(machine, CAP_SYS_RAWIO))
		find(finding, VERDICT_WARN, "only monitor ports need it: try as root",
		     "CAP_SYS_RAWIO is missing");
	else if (machine->locked_down)
		find(finding, VERDICT_WARN, "the other types of ports are not concerned",
		     "refused while the kernel is locked down");
	else
		find(finding, VERDICT_OK, NULL, "permitted");
}

const struct check system_checks[] = {
	{ "lockdown",		check_lockdown },
	{ "module loaded",	check_loaded },
	{ "module installed",	check_installed },
	{ "module signature",	check_signature },
	{ "device node",	check_node },
	{ "permission",		check_permission },
	{ "monitor ports",	check_monitor },
	{ NULL, NULL }
};
