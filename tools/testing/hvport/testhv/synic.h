/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The synthetic interrupt controller of one virtual processor: TLFS
 * "Inter-Partition Communication", SynIC registers.
 */
#ifndef TESTHV_SYNIC_H
#define TESTHV_SYNIC_H

#include "types.h"

#define SYNIC_SINT_COUNT	16

struct vp;

struct synic {
	u64 scontrol;
	u64 siefp;
	u64 simp;
	u64 sint[SYNIC_SINT_COUNT];
};

void synic_reset(struct synic *synic);

/* MSRs 0x40000080 to 0x4000009f; false asks for #GP */
bool synic_read_msr(struct vp *vp, u32 msr, u64 *value);
bool synic_write_msr(struct vp *vp, u32 msr, u64 value);

/* Has any VP its SynIC enabled? Until then the guest has no receiver. */
bool synic_in_use(void);

/* The VP's message slot or event flags of the SINT; NULL if SynIC or page is disabled */
u8 *synic_message_slot(struct vp *vp, u32 sint);
u64 *synic_event_flags(struct vp *vp, u32 sint);

bool synic_masked(struct vp *vp, u32 sint);

/* Is the page a SIM or SIEF page of some VP? */
bool synic_page_covers(u64 gpa);

/* Interrupt the VP by the vector of the SINT, unless it is masked or polled */
void synic_interrupt(struct vp *vp, u32 sint);

/* Interrupts since boot */
u64 synic_interrupts(void);

#endif /* TESTHV_SYNIC_H */
