/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hvportctl doctor: can this machine create ports, and if not, what to do?
 *
 * The checks run in order, and later ones know what earlier ones found. All
 * they know of the machine they get through struct machine, so that tests can
 * show them machines that are not there.
 */
#ifndef HVPORTCTL_DOCTOR_H
#define HVPORTCTL_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#include "options.h"

enum { EAX, EBX, ECX, EDX, REGS };

/* The machine as the checks see it */
struct machine {
	void (*cpuid)(const struct machine *machine, __u32 leaf, __u32 regs[REGS]);
	/* Open the device and close it again: 0 or a negative errno */
	int (*try_device)(const struct machine *machine);
	const char *root;	/* in front of every path; "" is the real one */
	const char *release;	/* of the running kernel */
	const void *data;	/* for tests */

	/* Found by earlier checks */
	bool hypervisor;	/* there is one */
	bool hyperv;		/* and it has Hyper-V's interface */
	bool loaded;		/* the module is */
	bool locked_down;	/* the kernel is */
	bool node;		/* the device node is there */
};

enum verdict {
	VERDICT_OK,
	VERDICT_WARN,		/* ports can be created, something else cannot */
	VERDICT_FAIL,		/* ports cannot be created */
	VERDICT_NA,		/* not applicable */
};

struct finding {
	enum verdict verdict;
	char text[192];
	const char *remedy;	/* NULL if there is none */
};

struct check {
	const char *name;
	void (*run)(struct machine *machine, struct finding *finding);
};

/* Checks of the processor's word, doctor_cpu.c; the last one has no name */
extern const struct check cpu_checks[];
/* Checks of the running system, doctor_system.c; the last one has no name */
extern const struct check system_checks[];

/* Fill in a finding */
[[gnu::format(printf, 4, 5)]]
void find(struct finding *finding, enum verdict verdict, const char *remedy,
	  const char *format, ...);

/* Return: the exit code. */
int run_doctor(const struct options *options);

#endif /* HVPORTCTL_DOCTOR_H */
