// SPDX-License-Identifier: GPL-2.0-only
/*
 * The TSC's frequency, measured once, and the reference time derived from it.
 * Nothing ticks here: timers are the guest's own, in its APIC.
 */
#include "apic.h"
#include "clock.h"
#include "console.h"
#include "guest_memory.h"
#include "npt.h"
#include "partition.h"

#define TIMER_DIVIDE_BY_1	0xb
#define TIMER_MASKED		(1U << 16)
#define CALIBRATION_NS		5000000U
#define SAMPLES			64
#define REFERENCE_HZ		10000000ULL
#define REFERENCE_ENABLE	BIT(0)

/* TLFS HV_REFERENCE_TSC_PAGE */
static struct {
	u32 sequence;
	u32 reserved;
	u64 scale;
	u64 offset;
	u8  filler[PAGE_SIZE - 24];
} tsc_page __page_aligned;

static_assert(sizeof(tsc_page) == 4096);

static u64 tsc_hz;

struct sample {
	u64 tsc;
	u32 timer;
};

/*
 * The TSC and the timer at one moment: of several readings, the one between
 * whose two TSC values the least time passed. The host may take the CPU away at
 * any point.
 */
static struct sample take_sample(void)
{
	struct sample best = { 0 };
	u64 shortest = ~0ULL;
	u32 i;

	for (i = 0; i < SAMPLES; i++) {
		u64 before = rdtsc();
		u32 timer = apic_read(APIC_TIMER_CURRENT);
		u64 after = rdtsc();

		if (after - before < shortest) {
			shortest = after - before;
			best.tsc = before + shortest / 2;
			best.timer = timer;
		}
	}
	return best;
}

static u64 measure_tsc_hz(void)
{
	struct sample first, last;

	apic_write(APIC_TIMER_DIVIDE, TIMER_DIVIDE_BY_1);
	apic_write(APIC_LVT_TIMER, TIMER_MASKED);
	apic_write(APIC_TIMER_INITIAL, ~0U);
	first = take_sample();
	while (first.timer - apic_read(APIC_TIMER_CURRENT) < CALIBRATION_NS)
		cpu_relax();
	last = take_sample();
	apic_write(APIC_TIMER_INITIAL, 0);
	apic_write(APIC_TIMER_DIVIDE, 0);
	return (last.tsc - first.tsc) * APIC_TIMER_HZ / (first.timer - last.timer);
}

/* (high << 64) / divisor, for high < divisor */
static u64 divide_shifted(u64 high, u64 divisor)
{
	u64 remainder, quotient;

	asm("divq %4" : "=a"(quotient), "=d"(remainder) : "a"(0ULL), "d"(high), "r"(divisor));
	return quotient;
}

static u64 scaled_tsc(void)
{
	return (__uint128_t)rdtsc() * tsc_page.scale >> 64;
}

void clock_init(void)
{
	tsc_hz = measure_tsc_hz();
	if (tsc_hz <= REFERENCE_HZ)
		panic("the TSC runs at %llu Hz, which cannot be", tsc_hz);
	tsc_page.sequence = 1;
	tsc_page.scale = divide_shifted(REFERENCE_HZ, tsc_hz);
	tsc_page.offset = -scaled_tsc();
}

u64 clock_tsc_hz(void)
{
	return tsc_hz;
}

u64 clock_reference_time(void)
{
	return scaled_tsc() + tsc_page.offset;
}

/* A frame beyond the guest's memory "will not be accessible to the guest", so nothing is covered */
static bool page_is_shown(u64 msr)
{
	return msr & REFERENCE_ENABLE && memory_is_ram(msr & PAGE_MASK, PAGE_SIZE);
}

void clock_write_reference_tsc(struct vp *vp, u64 value)
{
	if (page_is_shown(partition.reference_tsc_msr))
		npt_uncover(vp, partition.reference_tsc_msr & PAGE_MASK);
	partition.reference_tsc_msr = value;
	if (page_is_shown(value))
		npt_cover(vp, value & PAGE_MASK, &tsc_page, NPT_READ_EXECUTE);
}

bool clock_page_covers(u64 gpa)
{
	return page_is_shown(partition.reference_tsc_msr) &&
	       (partition.reference_tsc_msr & PAGE_MASK) == (gpa & PAGE_MASK);
}
