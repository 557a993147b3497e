/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Putting the machine to sleep, through the files in /sys/power, and waking it up
 * again by itself.
 */
#ifndef HVPORT_PM_H
#define HVPORT_PM_H

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/io.h>
#include <unistd.h>

#define POWER		"/sys/power/"

/* 0 or errno */
static inline int pm_write(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	int error = 0;

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		error = errno;
	if (fd >= 0)
		close(fd);
	return error;
}

/* Is @word one of those in @file, chosen or not? */
static inline bool pm_offers(const char *file, const char *word)
{
	char text[256] = "", *at = text, *token;
	FILE *f = fopen(file, "r");

	if (f && !fgets(text, sizeof(text), f))
		text[0] = '\0';
	if (f)
		fclose(f);
	while ((token = strsep(&at, " []\n")))
		if (*token && !strcmp(token, word))
			return true;
	return false;
}

/* ACPI 4.8.3: ports of the fixed hardware; offsets in the table FADT are of 5.2.9 */
struct acpi_ports {
	uint32_t event;		/* PM1 status, and behind it PM1 enable */
	uint32_t timer;
};

#define FADT_PM1A_EVENT		56
#define FADT_PM_TIMER		76
#define PM1_ENABLE		2	/* behind the two bytes of status */
#define PM1_TIMER		1	/* in both */

static inline bool pm_find_ports(struct acpi_ports *ports)
{
	int fd = open("/sys/firmware/acpi/tables/FACP", O_RDONLY | O_CLOEXEC);
	bool found;

	found = pread(fd, &ports->event, 4, FADT_PM1A_EVENT) == 4 &&
		pread(fd, &ports->timer, 4, FADT_PM_TIMER) == 4 &&
		ports->event && ports->timer && !iopl(3);
	if (fd >= 0)
		close(fd);
	return found;
}

#define NO_PM_TIMER	"this machine has no ACPI PM timer that could wake it"

/*
 * The PM timer raises an interrupt that wakes the machine when its bit 23 changes,
 * which is every 2.3 seconds, but only once: the kernel switches off what it did not
 * ask for. One that came before the machine sleeps would be for nothing, so begin with
 * three quarters of that left. To fall asleep takes a tenth of a second.
 */
static inline void pm_wake_by_timer(const struct acpi_ports *ports)
{
	while (inl(ports->timer) & 0x600000)
		usleep(1000);
	outw(PM1_TIMER, ports->event);
	outw(inw(ports->event + PM1_ENABLE) | PM1_TIMER, ports->event + PM1_ENABLE);
}

#endif /* HVPORT_PM_H */
