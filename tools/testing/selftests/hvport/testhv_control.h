/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a test in the guest talks to the test hypervisor: one I/O port, all
 * arguments and results in registers. It goes around the module under test, so
 * what the hypervisor saw is known without trusting what the module says.
 *
 *	out %eax, (TESTHV_PORT)
 *		in:  rax = TESTHV_CMD_*, rbx, rcx, rsi, rdi = arguments
 *		out: rax = 0 or TESTHV_ERROR, rbx, rcx, rsi, rdi = results
 *
 * The caller needs iopl(3) or ioperm(). Without testhv nothing answers, so
 * TESTHV_CMD_PROBE leaves rax as it was.
 */
#ifndef TESTHV_CONTROL_H
#define TESTHV_CONTROL_H

#define TESTHV_PORT		0x7e57
#define TESTHV_MAGIC		0x7668747365740001ULL	/* "\1\0testhv" */
#define TESTHV_ERROR		(~0ULL)			/* bad command or argument */

enum testhv_cmd {
	/* rax = TESTHV_MAGIC, rbx = number of VPs */
	TESTHV_CMD_PROBE = 1,
	/* rbx = TESTHV_STAT_*; rbx = the value */
	TESTHV_CMD_STAT = 2,
	/* rbx = MSR number (0x40000000...); rbx = its value for VP rcx */
	TESTHV_CMD_READ_MSR = 3,
	/*
	 * rbx = index of a log entry (0 is the oldest since LOG_CLEAR),
	 * rcx = byte offset, a multiple of 32, in struct testhv_log_entry;
	 * rbx, rcx, rsi, rdi = the 32 bytes there
	 */
	TESTHV_CMD_LOG_READ = 4,
	TESTHV_CMD_LOG_CLEAR = 5,
	/*
	 * Script a fault: rbx = call code or TESTHV_ANY_CODE, rcx = how many
	 * such calls to let through first, rsi = how many to fail after that,
	 * rdi = the 64-bit result to answer, HV_STATUS in its low 16 bits, or-ed
	 * with TESTHV_FAULT_PERFORM to carry the call out all the same. Up to
	 * TESTHV_MAX_FAULTS at a time.
	 */
	TESTHV_CMD_FAULT = 6,
	TESTHV_CMD_FAULT_CLEAR = 7,
	/*
	 * rbx = new privilege mask (CPUID 0x40000003 EBX:EAX);
	 * rbx = the old one. Hypercalls are judged by it from then on.
	 */
	TESTHV_CMD_SET_PRIVILEGES = 8,
	/*
	 * Make a port behind the guest's back, as a crashed kernel leaves it:
	 * rbx = partition, rcx = id, rsi = port type
	 */
	TESTHV_CMD_PLANT_PORT = 9,
	/*
	 * rbx = index among live ports; rbx = partition, rcx = id,
	 * rsi = port type, rdi = target SINT or monitor address
	 */
	TESTHV_CMD_READ_PORT = 10,
	/* rbx = violations since the last TAKE, which are then forgiven */
	TESTHV_CMD_TAKE_VIOLATIONS = 11,
	/* print the summary line "testhv: end ..." on the hypervisor's log */
	TESTHV_CMD_REPORT = 12,
	/*
	 * rbx = index among live ports, rcx = 0 or 32: rbx, rcx, rsi, rdi = 32 bytes
	 * of the 56-byte block that it was created with, zero behind it
	 */
	TESTHV_CMD_READ_PORT_BLOCK = 13,
	/*
	 * rbx = own partition number, rcx = number of VTLs,
	 * rsi = privilege mask, rdi = VP that asked
	 */
	TESTHV_CMD_IDENTITY = 14,
	/*
	 * Make a connection behind the guest's back: rbx = partition, rcx = id,
	 * rsi = port type, rdi = id of a port of the guest, existing or not
	 */
	TESTHV_CMD_PLANT_CONNECTION = 15,
	/*
	 * rbx = index among live connections, the peer's included;
	 * rbx = partition, rcx = id, rsi = port type, rdi = port id
	 */
	TESTHV_CMD_READ_CONNECTION = 16,
	/*
	 * Memory pool of partition rbx: rcx = free pages from now on,
	 * TESTHV_POOL_UNLIMITED at first; rsi = HV_STATUS when it is empty: 0x0B,
	 * 0x73, 0x75 or 0x83. Each port and each connection takes one page while it
	 * lives. A deposited page is a free one. With 0x75 and 0x83 deposits must be
	 * of 8 frames in a row, the first a multiple of 8, or they are
	 * INVALID_PARAMETER.
	 */
	TESTHV_CMD_SET_POOL = 17,
	/*
	 * rbx = partition; rbx = free pages, rcx = pages deposited since boot,
	 * rsi = withdrawn since boot, rdi = pages in use
	 */
	TESTHV_CMD_READ_POOL = 18,
	/*
	 * Rep calls of code rbx (0x0048, 0x0049) come back after rcx elements at a
	 * time (0: never early) with status rdi, 0 or 0x78 TIME_OUT
	 */
	TESTHV_CMD_SET_REP_LIMIT = 19,
	/* the next rbx pages that would be withdrawn are kept for good */
	TESTHV_CMD_KEEP_PAGES = 20,
	/*
	 * Take a message as a receiver would: rbx = port of the guest; the oldest
	 * one that came in there, rbx = type, rcx = payload size, rsi = the first
	 * 8 bytes of payload, rdi = how many are left. TESTHV_ERROR: there is none.
	 */
	TESTHV_CMD_TAKE_MESSAGE = 21,
	/*
	 * rbx = event port of the guest, rcx = word; rbx = its flags 64 * word and
	 * up, counted from the port's BaseFlagNumber, which are cleared
	 */
	TESTHV_CMD_TAKE_FLAGS = 22,
	/*
	 * rbx = TESTHV_PEER_*, rcx = connection id, rsi and rdi = further arguments:
	 * let the peer partition do it; rbx = the HV_STATUS that it got
	 */
	TESTHV_CMD_PEER = 23,
	/*
	 * Hold the next call of code rbx up, before (rcx = 0) or after (rcx = 1) it is
	 * carried out, until RELEASE. Interrupts are taken meanwhile. Another HOLD
	 * takes the place of one that is not released. A call that nobody lets go of for a
	 * million tries is let go of all the same, and that is a violation.
	 */
	TESTHV_CMD_HOLD = 24,
	TESTHV_CMD_RELEASE = 25,
	/*
	 * rbx = new value of the HYPERCALL MSR, locked or not, as a machine that was
	 * suspended may find it
	 */
	TESTHV_CMD_SET_HYPERCALL_MSR = 26,
	/* pages that were kept are not any more, and are the next to be withdrawn */
	TESTHV_CMD_RELEASE_KEPT = 27,
	/*
	 * A lie: the next rcx pages that are withdrawn are given back, but listed as frame
	 * rbx, each of them
	 */
	TESTHV_CMD_MISNAME_PAGES = 28,
};

enum testhv_stat {
	TESTHV_STAT_CALLS = 0,		/* hypercalls since boot */
	TESTHV_STAT_LOG_ENTRIES = 1,	/* since LOG_CLEAR */
	TESTHV_STAT_PORTS = 2,		/* live now */
	TESTHV_STAT_CONNECTIONS = 3,	/* live now */
	TESTHV_STAT_VIOLATIONS = 4,	/* since boot, not forgiven */
	TESTHV_STAT_FAULTS_LEFT = 5,	/* calls still to be failed */
	TESTHV_STAT_MESSAGES_QUEUED = 6,	/* waiting in the buffers of ports now */
	TESTHV_STAT_INTERRUPTS = 7,	/* SINT interrupts sent since boot */
	TESTHV_STAT_DOORBELLS = 8,	/* doorbells rung since boot */
	TESTHV_STAT_HELD = 9,		/* calls held up now, 0 or 1 */
};

/*
 * The peer: a second partition, which is a script. It owns a message port, an
 * event port with 64 flags and a doorbell port, not counted as live ports, that
 * take at once whatever the guest sends. Its connections are counted like others.
 */
#define TESTHV_PEER_PARTITION		8ULL
#define TESTHV_PEER_MESSAGE_PORT	0x100
#define TESTHV_PEER_EVENT_PORT		0x200
#define TESTHV_PEER_DOORBELL_PORT	0x400

enum testhv_peer {
	TESTHV_PEER_CONNECT = 1,	/* rsi = message or event port of the guest */
	TESTHV_PEER_POST = 2,		/* rsi = type, rdi = payload size; bytes 0, 1, 2... */
	TESTHV_PEER_SIGNAL = 3,		/* rsi = flag */
	TESTHV_PEER_DISCONNECT = 4,
};

#define TESTHV_ANY_CODE		0xffffULL
#define TESTHV_FAULT_PERFORM	(1ULL << 16)
#define TESTHV_MAX_FAULTS	8

#define TESTHV_POOL_UNLIMITED	(~0ULL)

#define TESTHV_LOG_INPUT_MAX	256

/*
 * One hypercall as the hypervisor received it. The input is what was read from
 * guest memory, or for a fast call the registers RDX and R8, before anything
 * was made of it. 320 bytes, so that it is read in ten commands.
 */
struct testhv_log_entry {
	unsigned long long control;	/* RCX as it was */
	unsigned long long input_gpa;	/* RDX as it was */
	unsigned long long output_gpa;	/* R8 as it was */
	unsigned long long result;	/* RAX as returned */
	unsigned int vp;		/* virtual processor that called */
	unsigned int input_size;	/* bytes of input that count, the first 256 if more */
	unsigned int violation;		/* 1: the call broke a rule of the TLFS */
	unsigned int fault;		/* 1: a scripted fault answered */
	unsigned long long reserved[2];
	unsigned char input[TESTHV_LOG_INPUT_MAX];
};

#endif /* TESTHV_CONTROL_H */
