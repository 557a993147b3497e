/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A receiver in user space, for guests of KVM: the SynIC of every VP is set up
 * through the MSR driver, its two pages are read through /dev/mem, and the
 * interrupts are counted by the kernel, on a vector where it does nothing else.
 * And QEMU's hyperv-testdev, which does what ports would: it leads a connection id
 * to a SINT.
 *
 * TLFS, "Virtual interrupt control"; QEMU, hw/hyperv/hyperv_testdev.c.
 */
#ifndef HVPORT_KVM_H
#define HVPORT_KVM_H

#include <sched.h>
#include <sys/io.h>
#include <sys/mman.h>
#include "hvport_msr.h"
#include "hvport_test.h"

/* KVM tells only the last who was led to a SINT that a message was taken */
#define MESSAGE_SINT	4
#define EVENT_SINT	5
#define SLOT		256	/* bytes of a SINT in either page */
#define MAX_VPS		4

#define MSR_SCONTROL	0x40000080
#define MSR_SIEFP	0x40000082
#define MSR_SIMP	0x40000083
#define MSR_EOM		0x40000084
#define MSR_SINT(n)	(0x40000090 + (n))
#define SINT_MASKED	(1 << 16)

/*
 * Guest physical addresses where there is neither memory nor a device. That is
 * how KVM lays the pages there: they are the only thing that can be read.
 */
#define PAGES_AT	0xfd000000
#define PAGE		4096

/* The kernel only counts it: /proc/interrupts, posted interrupts of its own guests */
#define VECTOR		0xf2
#define VECTOR_NAME	"PIN:"

/* How often to look before what was expected counts as lost */
#define PATIENCE	5000

struct synic {
	unsigned int vps;
	int msrs[MAX_VPS];
	unsigned char *pages;	/* message page and event page of each VP */
};

struct message_slot {
	__u32 type;
	__u8 size;
	__u8 flags;		/* 1: another one is waiting */
	__u16 reserved;
	__u64 sender;
	__u8 payload[240];
};

static inline volatile struct message_slot *message_slot(const struct synic *synic,
							 unsigned int vp)
{
	return (void *)(synic->pages + vp * 2 * PAGE + MESSAGE_SINT * SLOT);
}

/* 32 in a word */
static inline __u32 *event_flags(const struct synic *synic, unsigned int vp)
{
	return (void *)(synic->pages + (vp * 2 + 1) * PAGE + EVENT_SINT * SLOT);
}

static inline bool synic_write(const struct synic *synic, unsigned int vp, uint32_t msr,
			       uint64_t value)
{
	return pwrite(synic->msrs[vp], &value, sizeof(value), msr) == sizeof(value);
}

static inline bool synic_enable(const struct synic *synic, unsigned int vp)
{
	uint64_t page = PAGES_AT + vp * 2 * PAGE;
	bool done;

	done = synic_write(synic, vp, MSR_SCONTROL, 1) &&
	       synic_write(synic, vp, MSR_SIMP, page | 1) &&
	       synic_write(synic, vp, MSR_SIEFP, (page + PAGE) | 1) &&
	       synic_write(synic, vp, MSR_SINT(MESSAGE_SINT), VECTOR) &&
	       synic_write(synic, vp, MSR_SINT(EVENT_SINT), VECTOR);
	if (!done)
		return false;
	message_slot(synic, vp)->type = 0;
	memset(event_flags(synic, vp), 0, SLOT);
	return true;
}

static inline bool synic_disable(const struct synic *synic, unsigned int vp)
{
	return synic_write(synic, vp, MSR_SINT(EVENT_SINT), SINT_MASKED | VECTOR) &&
	       synic_write(synic, vp, MSR_SINT(MESSAGE_SINT), SINT_MASKED | VECTOR) &&
	       synic_write(synic, vp, MSR_SIEFP, 0) &&
	       synic_write(synic, vp, MSR_SIMP, 0) &&
	       synic_write(synic, vp, MSR_SCONTROL, 0);
}

static inline bool synic_open(struct synic *synic)
{
	unsigned int vp;
	void *pages;
	int fd;

	synic->vps = sysconf(_SC_NPROCESSORS_ONLN);
	if (synic->vps > MAX_VPS)
		return false;
	for (vp = 0; vp < synic->vps; vp++) {
		synic->msrs[vp] = open_msrs(vp, O_RDWR);
		if (synic->msrs[vp] < 0)
			return false;
	}
	fd = open("/dev/mem", O_RDWR | O_CLOEXEC);
	pages = mmap(NULL, synic->vps * 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
		     PAGES_AT);
	close(fd);
	synic->pages = pages;
	return pages != MAP_FAILED;
}

/* How often this VP was interrupted by either SINT; -1 if the kernel does not count */
static inline long synic_interrupts(unsigned int vp)
{
	FILE *file = fopen("/proc/interrupts", "r");
	char line[1024], *at;
	unsigned int column;
	long count = -1;

	while (file && count < 0 && fgets(line, sizeof(line), file)) {
		at = strstr(line, VECTOR_NAME);
		if (!at)
			continue;
		at += strlen(VECTOR_NAME);
		for (column = 0; column <= vp; column++)
			count = strtol(at, &at, 10);
	}
	if (file)
		fclose(file);
	return count;
}

/* Was it interrupted @count times before patience ran out? */
static inline bool synic_awaits(unsigned int vp, long count)
{
	unsigned int looks;

	for (looks = 0; looks < PATIENCE; looks++) {
		if (synic_interrupts(vp) >= count)
			return true;
		sched_yield();
	}
	return false;
}

#define TESTDEV_PORT	0x3000

enum testdev_command {
	TESTDEV_CONNECT_MESSAGES = 4,
	TESTDEV_DISCONNECT_MESSAGES = 5,
	TESTDEV_CONNECT_EVENTS = 6,
	TESTDEV_DISCONNECT_EVENTS = 7,
};

/* An id that it does not know, or knows already, is the end of the machine */
static inline void testdev(enum testdev_command command, unsigned int vp, __u8 id)
{
	unsigned int sint = command < TESTDEV_CONNECT_EVENTS ? MESSAGE_SINT : EVENT_SINT;

	outl((__u32)id << 24 | command << 16 | vp << 8 | sint, TESTDEV_PORT);
}

#endif /* HVPORT_KVM_H */
