// SPDX-License-Identifier: GPL-2.0-only
/*
 * The SynIC registers. They keep what is written, by the rules of the TLFS page
 * "Inter-Partition Communication"; ports can be made for a SINT, but nothing is
 * delivered to one.
 */
#include "synic.h"
#include "vp.h"

#define MSR_SCONTROL		0x40000080
#define MSR_SVERSION		0x40000081
#define MSR_SIEFP		0x40000082
#define MSR_SIMP		0x40000083
#define MSR_EOM			0x40000084
#define MSR_SINT0		0x40000090

#define SYNIC_VERSION		1
#define SINT_VECTOR_MASK	0xffULL
#define SINT_MASKED		BIT(16)
#define SINT_LOWEST_VECTOR	16

void synic_reset(struct synic *synic)
{
	u32 i;

	synic->scontrol = 0;
	synic->siefp = 0;
	synic->simp = 0;
	for (i = 0; i < SYNIC_SINT_COUNT; i++)
		synic->sint[i] = SINT_MASKED;
}

/* The register behind an MSR that simply keeps its value, or NULL */
static u64 *synic_register(struct synic *synic, u32 msr)
{
	switch (msr) {
	case MSR_SCONTROL:
		return &synic->scontrol;
	case MSR_SIEFP:
		return &synic->siefp;
	case MSR_SIMP:
		return &synic->simp;
	}
	if (msr >= MSR_SINT0 && msr < MSR_SINT0 + SYNIC_SINT_COUNT)
		return &synic->sint[msr - MSR_SINT0];
	return NULL;
}

bool synic_read_msr(struct vp *vp, u32 msr, u64 *value)
{
	u64 *reg = synic_register(&vp->synic, msr);

	if (reg)
		*value = *reg;
	else if (msr == MSR_SVERSION)
		*value = SYNIC_VERSION;
	else if (msr == MSR_EOM)
		*value = 0;
	else
		return false;
	return true;
}

/* "Valid values for vector are 16-255 inclusive": of a SINT that can interrupt */
static bool sint_valid(u64 value)
{
	return value & SINT_MASKED || (value & SINT_VECTOR_MASK) >= SINT_LOWEST_VECTOR;
}

bool synic_write_msr(struct vp *vp, u32 msr, u64 value)
{
	u64 *reg = synic_register(&vp->synic, msr);

	/* End of message: with no message queued a write changes nothing */
	if (msr == MSR_EOM)
		return true;
	if (!reg || (msr >= MSR_SINT0 && !sint_valid(value)))
		return false;
	*reg = value;
	return true;
}
