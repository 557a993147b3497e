/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */
/*
 * hvport: the ports of the Hyper-V hypervisor, for user space.
 *
 * Documentation/userspace-api/hvport.rst explains every call and every error.
 */
#ifndef _UAPI_LINUX_HVPORT_H
#define _UAPI_LINUX_HVPORT_H

#include <linux/ioctl.h>
#include <linux/types.h>

/**
 * DOC: General format
 *
 * Every ioctl of ``/dev/hvport`` takes a pointer to a struct that has the same
 * shape: eight bytes that hvport needs (@size, @flags), then the input block of
 * the hypercall byte for byte as the Hypervisor Top Level Functional
 * Specification (TLFS) lays it out, then a struct hvport_result that the kernel
 * writes. The offset of a field in the struct is its TLFS offset plus 8. All
 * fields are little endian, as on the wire to the hypervisor.
 *
 * @size is sizeof() of the struct that the caller was compiled with. A later
 * kernel accepts a shorter (older) struct; a kernel older than the caller
 * accepts a longer one as long as the part that it does not know is zero.
 *
 * errno is the summary, the result is the truth. It is written on every return
 * but EFAULT, ENOTTY, E2BIG and the EINVAL of a bad @size:
 *
 * - ENOTTY: the ioctl number is not known to this version of hvport
 * - E2BIG: the struct is longer than the kernel's and its unknown tail is set
 * - EFAULT: the struct cannot be read or written; what was made is undone
 * - EOPNOTSUPP: a flag or a port type that is not known, or a call that the
 *   hypervisor does not offer
 * - EINVAL: understood but malformed; @bad_field of the result says where
 * - EPERM, ENOENT, EEXIST: whose object it is, that there is none, that there
 *   is one already
 * - ENODEV: the hypercall page is gone
 *
 * The kernel refuses what is malformed (stage %HVPORT_STAGE_KERNEL); what only
 * the hypervisor can know is left to it (stage %HVPORT_STAGE_HYPERVISOR, with
 * its raw HV_STATUS).
 */

#define HVPORT_IOC_TYPE			0xBD

#define HVPORT_GET_INFO			_IO(HVPORT_IOC_TYPE, 0)
#define HVPORT_CREATE_PORT		_IO(HVPORT_IOC_TYPE, 1)
#define HVPORT_DELETE_PORT		_IO(HVPORT_IOC_TYPE, 2)
#define HVPORT_CONNECT_PORT		_IO(HVPORT_IOC_TYPE, 3)
#define HVPORT_DISCONNECT_PORT		_IO(HVPORT_IOC_TYPE, 4)
#define HVPORT_POST_MESSAGE		_IO(HVPORT_IOC_TYPE, 5)
#define HVPORT_SIGNAL_EVENT		_IO(HVPORT_IOC_TYPE, 6)

/* Flags of CREATE_PORT and CONNECT_PORT */
#define HVPORT_F_VALIDATE_ONLY		(1U << 0) /* all checks, no hypercall */
#define HVPORT_F_PERSIST		(1U << 1) /* outlives the file */
#define HVPORT_F_ANY_ID			(1U << 2) /* the kernel picks the id */
/* Flag of DELETE_PORT, DISCONNECT_PORT, POST_MESSAGE and SIGNAL_EVENT */
#define HVPORT_F_FOREIGN		(1U << 3) /* not owned by this file */

/* The partition of the caller (TLFS HV_PARTITION_ID_SELF) */
#define HVPORT_PARTITION_SELF		(~0ULL)
/* The hypervisor chooses the virtual processor (TLFS HV_ANY_VP) */
#define HVPORT_ANY_VP			0xFFFFFFFFU
/* The virtual processor that makes the call (TLFS HV_VP_INDEX_SELF) */
#define HVPORT_VP_SELF			0xFFFFFFFEU
/* Port and connection ids have 24 bits */
#define HVPORT_ID_MAX			0xFFFFFFU

/* Port types (TLFS HV_PORT_TYPE) */
#define HVPORT_TYPE_MESSAGE		1U
#define HVPORT_TYPE_EVENT		2U
#define HVPORT_TYPE_MONITOR		3U
#define HVPORT_TYPE_DOORBELL		4U

/* Who refused: values of hvport_result.stage */
#define HVPORT_STAGE_NONE		0 /* nobody: success */
#define HVPORT_STAGE_KERNEL		1 /* hvport, before the hypercall */
#define HVPORT_STAGE_HYPERVISOR		2 /* the hypervisor */

/* Values of hvport_info.page_mode */
#define HVPORT_PAGE_ADOPTED		1 /* the kernel's hypercall page is used */
#define HVPORT_PAGE_OWNED		2 /* hvport set up a page of its own */

/**
 * struct hvport_result - what happened, written by the kernel
 * @hv_status: raw HV_STATUS of the operation's own hypercall; 0 if it was not
 *	made. Memory deposits and the undoing of an operation never replace it.
 * @stage: HVPORT_STAGE_*: who refused
 * @deposits: memory pages deposited to the hypervisor on the way, saturating
 *	at 255
 * @bad_field: with stage KERNEL, the byte offset in the struct of the first
 *	field that was refused, else 0
 */
struct hvport_result {
	__u16 hv_status;
	__u8  stage;
	__u8  deposits;
	__u32 bad_field;
};

/**
 * struct hvport_port_info - what a port is (TLFS HV_PORT_INFO)
 * @port_type: HVPORT_TYPE_*
 * @padding: must be zero
 * @message: message port
 * @message.target_sint: SINT that messages arrive on, 1 to 15
 * @message.target_vp: virtual processor that they arrive on, or HVPORT_ANY_VP
 * @message.rsvdz: must be zero
 * @event: event port
 * @event.target_sint: SINT that events arrive on, 1 to 15
 * @event.target_vp: virtual processor that they arrive on, or HVPORT_ANY_VP
 * @event.base_flag_number: first event flag of the port
 * @event.flag_count: number of event flags, at least 1; the last one has a
 *	number below 2048
 * @event.rsvdz: must be zero
 * @monitor: monitor port; needs CAP_SYS_RAWIO and a kernel that is not locked
 *	down, because the hypervisor writes to the address
 * @monitor.monitor_address: guest physical address of the monitor page
 * @monitor.rsvdz: must be zero
 * @doorbell: doorbell port
 * @doorbell.target_sint: SINT that the doorbell rings on, 1 to 15
 * @doorbell.target_vp: virtual processor it rings on, or HVPORT_ANY_VP
 * @doorbell.rsvdz: must be zero
 */
struct hvport_port_info {
	__u32 port_type;
	__u32 padding;
	union {
		struct {
			__u32 target_sint;
			__u32 target_vp;
			__aligned_u64 rsvdz;
		} message;
		struct {
			__u32 target_sint;
			__u32 target_vp;
			__u16 base_flag_number;
			__u16 flag_count;
			__u32 rsvdz;
		} event;
		struct {
			__aligned_u64 monitor_address;
			__aligned_u64 rsvdz;
		} monitor;
		struct {
			__u32 target_sint;
			__u32 target_vp;
			__aligned_u64 rsvdz;
		} doorbell;
	};
};

/* Bits of hvport_proximity_domain_info.flags; the others must be zero */
#define HVPORT_PROXIMITY_PREFERRED	(1U << 0)
#define HVPORT_PROXIMITY_INFO_VALID	(1U << 31)

/**
 * struct hvport_proximity_domain_info - NUMA preference (TLFS
 *	HV_PROXIMITY_DOMAIN_INFO)
 * @id: proximity domain
 * @flags: HVPORT_PROXIMITY_*; 0 means no preference
 */
struct hvport_proximity_domain_info {
	__u32 id;
	__u32 flags;
};

/**
 * struct hvport_info - HVPORT_GET_INFO: what this hypervisor offers
 * @size: sizeof(struct hvport_info)
 * @flags: must be zero, anything else is EOPNOTSUPP
 * @vendor: vendor text of CPUID 0x40000000, NUL-terminated; not what decides
 * @interface_signature: CPUID 0x40000001 EAX, 0x31237648 ("Hv#1")
 * @version_major: hypervisor version, CPUID 0x40000002 EBX 31:16
 * @version_minor: CPUID 0x40000002 EBX 15:0
 * @version_build: CPUID 0x40000002 EAX
 * @privileges: CPUID 0x40000003 EBX:EAX
 * @features: CPUID 0x40000003 EDX
 * @hints: CPUID 0x40000004 EAX
 * @max_vps: CPUID 0x40000005 EAX, virtual processors supported
 * @page_mode: HVPORT_PAGE_*
 * @partition_id: number of this partition; 0 when HvCallGetPartitionId is not
 *	permitted
 * @isolation_type: CPUID 0x4000000C EBX 3:0 where isolation is offered: 0 none,
 *	1 VBS, 2 SNP, 3 TDX
 * @nested: 1 when the hypervisor says that it is nested, else 0
 * @ioctls: bit nr is set for each ioctl that is implemented
 * @ports_file: ports owned by this file
 * @connections_file: connections owned by this file
 * @ports_all: ports owned by all files
 * @connections_all: connections owned by all files
 */
struct hvport_info {
	__u32 size;
	__u32 flags;
	char  vendor[16];
	__u32 interface_signature;
	__u32 version_major;
	__u32 version_minor;
	__u32 version_build;
	__aligned_u64 privileges;
	__u32 features;
	__u32 hints;
	__u32 max_vps;
	__u32 page_mode;
	__aligned_u64 partition_id;
	__u32 isolation_type;
	__u32 nested;
	__aligned_u64 ioctls;
	__u32 ports_file;
	__u32 connections_file;
	__u32 ports_all;
	__u32 connections_all;
};

/**
 * struct hvport_create_port - HVPORT_CREATE_PORT: HvCallCreatePort (0x0095)
 * @size: sizeof(struct hvport_create_port)
 * @flags: HVPORT_F_VALIDATE_ONLY, HVPORT_F_PERSIST, HVPORT_F_ANY_ID
 * @port_partition: partition that gets the port, or HVPORT_PARTITION_SELF
 * @port_id: the caller's choice, unique in the partition, at most
 *	HVPORT_ID_MAX; with HVPORT_F_ANY_ID 0 on input and the id on output
 * @port_vtl: virtual trust level that the port lives at, 0 to 15
 * @min_connection_vtl: lowest virtual trust level that may connect, 0 to 15
 * @reserved_z0: must be zero
 * @connection_partition: the partition that may connect; see the documentation
 *	for what the sources say of 0
 * @port_info: type and target
 * @proximity_domain_info: NUMA preference
 * @result: written by the kernel
 */
struct hvport_create_port {
	__u32 size;
	__u32 flags;
	__aligned_u64 port_partition;
	__u32 port_id;
	__u8  port_vtl;
	__u8  min_connection_vtl;
	__u16 reserved_z0;
	__aligned_u64 connection_partition;
	struct hvport_port_info port_info;
	struct hvport_proximity_domain_info proximity_domain_info;
	struct hvport_result result;
};

/**
 * struct hvport_delete_port - HVPORT_DELETE_PORT: HvCallDeletePort (0x0058)
 * @size: sizeof(struct hvport_delete_port)
 * @flags: HVPORT_F_FOREIGN
 * @port_partition: as given when the port was created
 * @port_id: as given when the port was created
 * @reserved: must be zero
 * @result: written by the kernel
 */
struct hvport_delete_port {
	__u32 size;
	__u32 flags;
	__aligned_u64 port_partition;
	__u32 port_id;
	__u32 reserved;
	struct hvport_result result;
};

/* Bits of hvport_connection_info.doorbell.flags; the others must be zero */
#define HVPORT_DOORBELL_SIZE_MASK	0x7ULL
#define HVPORT_DOORBELL_SIZE_ANY	0x0ULL
#define HVPORT_DOORBELL_SIZE_BYTE	0x1ULL
#define HVPORT_DOORBELL_SIZE_WORD	0x2ULL
#define HVPORT_DOORBELL_SIZE_DWORD	0x3ULL
#define HVPORT_DOORBELL_SIZE_QWORD	0x4ULL
#define HVPORT_DOORBELL_ANY_VALUE	0x80000000ULL

/**
 * struct hvport_connection_info - what a connection is (TLFS
 *	HV_CONNECTION_INFO)
 * @port_type: HVPORT_TYPE_* of the port
 * @padding: must be zero
 * @message: connection to a message port
 * @message.rsvdz: must be zero
 * @event: connection to an event port
 * @event.rsvdz: must be zero
 * @monitor: connection to a monitor port; needs what a monitor port needs
 * @monitor.monitor_address: guest physical address of the monitor page
 * @monitor.rsvdz: must be zero
 * @doorbell: connection to a doorbell port
 * @doorbell.guest_physical_address: writes to it ring the doorbell
 * @doorbell.trigger_value: the value that rings it
 * @doorbell.flags: HVPORT_DOORBELL_*: size of the write, any value
 */
struct hvport_connection_info {
	__u32 port_type;
	__u32 padding;
	union {
		struct {
			__aligned_u64 rsvdz[3];
		} message;
		struct {
			__aligned_u64 rsvdz[3];
		} event;
		struct {
			__aligned_u64 monitor_address;
			__aligned_u64 rsvdz[2];
		} monitor;
		struct {
			__aligned_u64 guest_physical_address;
			__aligned_u64 trigger_value;
			__aligned_u64 flags;
		} doorbell;
	};
};

/**
 * struct hvport_connect_port - HVPORT_CONNECT_PORT: HvCallConnectPort (0x0096)
 * @size: sizeof(struct hvport_connect_port)
 * @flags: HVPORT_F_VALIDATE_ONLY, HVPORT_F_PERSIST, HVPORT_F_ANY_ID
 * @connection_partition: partition that gets the connection
 * @connection_id: the caller's choice, at most HVPORT_ID_MAX; with
 *	HVPORT_F_ANY_ID 0 on input and the id on output
 * @connection_vtl: virtual trust level of the connection, 0 to 15
 * @reserved_z0: must be zero
 * @reserved_z1: must be zero
 * @port_partition: partition that has the port
 * @port_id: the port, at most HVPORT_ID_MAX
 * @reserved_z2: must be zero
 * @connection_info: type, as that of the port
 * @proximity_domain_info: NUMA preference
 * @result: written by the kernel
 */
struct hvport_connect_port {
	__u32 size;
	__u32 flags;
	__aligned_u64 connection_partition;
	__u32 connection_id;
	__u8  connection_vtl;
	__u8  reserved_z0;
	__u16 reserved_z1;
	__aligned_u64 port_partition;
	__u32 port_id;
	__u32 reserved_z2;
	struct hvport_connection_info connection_info;
	struct hvport_proximity_domain_info proximity_domain_info;
	struct hvport_result result;
};

/**
 * struct hvport_disconnect_port - HVPORT_DISCONNECT_PORT:
 *	HvCallDisconnectPort (0x005B)
 * @size: sizeof(struct hvport_disconnect_port)
 * @flags: HVPORT_F_FOREIGN
 * @connection_partition: as given when the connection was made
 * @connection_id: as given when the connection was made
 * @is_doorbell: 1 for a doorbell connection, else 0
 * @result: written by the kernel
 */
struct hvport_disconnect_port {
	__u32 size;
	__u32 flags;
	__aligned_u64 connection_partition;
	__u32 connection_id;
	__u32 is_doorbell;
	struct hvport_result result;
};

/* Bytes that a message can carry */
#define HVPORT_MESSAGE_PAYLOAD_MAX	240

/**
 * struct hvport_post_message - HVPORT_POST_MESSAGE: HvCallPostMessage (0x005C)
 * @size: sizeof(struct hvport_post_message)
 * @flags: HVPORT_F_FOREIGN
 * @connection_id: a connection of this partition to a message port
 * @reserved: must be zero
 * @message_type: the caller's choice; not 0, bit 31 clear
 * @payload_size: bytes of @payload that count, at most 240
 * @payload: the message
 * @result: written by the kernel
 */
struct hvport_post_message {
	__u32 size;
	__u32 flags;
	__u32 connection_id;
	__u32 reserved;
	__u32 message_type;
	__u32 payload_size;
	__u8  payload[HVPORT_MESSAGE_PAYLOAD_MAX];
	struct hvport_result result;
};

/**
 * struct hvport_signal_event - HVPORT_SIGNAL_EVENT: HvCallSignalEvent (0x005D)
 * @size: sizeof(struct hvport_signal_event)
 * @flags: HVPORT_F_FOREIGN
 * @connection_id: a connection of this partition to an event port
 * @flag_number: event flag, counted from the port's first
 * @reserved: must be zero
 * @result: written by the kernel
 */
struct hvport_signal_event {
	__u32 size;
	__u32 flags;
	__u32 connection_id;
	__u16 flag_number;
	__u16 reserved;
	struct hvport_result result;
};

#endif /* _UAPI_LINUX_HVPORT_H */
