/* SPDX-License-Identifier: GPL-2.0-only */
/* Frequencies, and the partition's reference time (TLFS "Timers"). */
#ifndef TESTHV_CLOCK_H
#define TESTHV_CLOCK_H

#include "types.h"

struct vp;

/* QEMU's APIC timer counts nanoseconds of its virtual clock, always */
#define APIC_TIMER_HZ	1000000000ULL

void clock_init(void);
u64 clock_tsc_hz(void);

/* Reference time in units of 100 ns */
u64 clock_reference_time(void);

/* MSR HV_X64_MSR_REFERENCE_TSC: the overlay page that lets the guest compute the same */
void clock_write_reference_tsc(struct vp *vp, u64 value);
bool clock_page_covers(u64 gpa);

#endif /* TESTHV_CLOCK_H */
