/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of the partition privileges that matter to ports.
 */
#ifndef HVPORTCTL_PRIVILEGES_H
#define HVPORTCTL_PRIVILEGES_H

#include <linux/types.h>

struct privilege {
	__u64 bit;		/* in CPUID 0x40000003 EBX:EAX */
	const char *name;	/* as the TLFS calls it */
};

/* The last one has no name */
extern const struct privilege privileges[];

#endif /* HVPORTCTL_PRIVILEGES_H */
