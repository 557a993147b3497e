/* SPDX-License-Identifier: GPL-2.0-only */
/* The local APIC, as far as the hypervisor has to come between it and the guest. */
#ifndef TESTHV_APIC_H
#define TESTHV_APIC_H

#include "types.h"

struct vp;

#define APIC_BASE		0xfee00000ULL
#define APIC_EOI		0x0b0
#define APIC_TPR		0x080
#define APIC_ICR_LOW		0x300
#define APIC_ICR_HIGH		0x310
#define APIC_LVT_TIMER		0x320
#define APIC_TIMER_INITIAL	0x380
#define APIC_TIMER_CURRENT	0x390
#define APIC_TIMER_DIVIDE	0x3e0

u32 apic_read(u32 reg);
void apic_write(u32 reg, u32 value);

/* What a guest's write to the register does: passed on, but for start-up IPIs */
void apic_guest_write(struct vp *vp, u32 reg, u32 value);

/* With more than one VP, writes to the APIC page must be seen: see apic.c */
void apic_init(void);
bool apic_owns(u64 gpa);
void apic_write_fault(struct vp *vp);

/* To the processor with that APIC ID, this one included, from the hypervisor itself */
void apic_send_nmi(u32 target);
void apic_send_interrupt(u32 target, u8 vector);

/* Sends the processor to processor_start() */
void apic_start(u32 target);

#endif /* TESTHV_APIC_H */
