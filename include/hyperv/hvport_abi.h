/* SPDX-License-Identifier: GPL-2.0-only OR MIT */
/*
 * The hypervisor's side of the port calls: a mirror of the TLFS pages
 * HvCallCreatePort, HvCallDeletePort, HvCallConnectPort,
 * HvCallDisconnectPort, HvCallPostMessage and HvCallSignalEvent, of the CPUID
 * leaves and of the hypercall control word. TLFS words, TLFS offsets, nothing
 * of hvport's own. All values are little endian.
 *
 * Where the TLFS pages disagree with each other (HV_PORT_INFO) or leave bytes
 * out (HvCallDisconnectPort), the layout is that of Linux, of the Windows kit
 * headers and of the hypervisor's public symbols, which agree.
 *
 * Needs u8, u16, u32, u64 and static_assert from whoever includes it. Newer kernels, 7.3
 * for one, have some of these structs in a header too, by the same names of the TLFS:
 * no file can include this and <asm/mshyperv.h>.
 */
#ifndef _HYPERV_HVPORT_ABI_H
#define _HYPERV_HVPORT_ABI_H

#include "hvport_status.h"

/* TLFS "Feature and interface discovery" */
#define HV_CPUID_VENDOR			0x40000000
#define HV_CPUID_INTERFACE		0x40000001
#define HV_CPUID_VERSION		0x40000002
#define HV_CPUID_FEATURES		0x40000003
#define HV_CPUID_RECOMMENDATIONS	0x40000004
#define HV_CPUID_LIMITS			0x40000005
#define HV_CPUID_ISOLATION		0x4000000C

/* Leaf 1, ECX: a hypervisor is present */
#define HV_CPUID1_ECX_HYPERVISOR	0x80000000U
/* HV_CPUID_INTERFACE, EAX: "Hv#1" */
#define HV_INTERFACE_SIGNATURE		0x31237648U

/* HV_CPUID_FEATURES, EBX:EAX: HV_PARTITION_PRIVILEGE_MASK */
#define HV_ACCESS_SYNIC_REGS		0x00000004ULL
#define HV_ACCESS_HYPERCALL_MSRS	0x00000020ULL
#define HV_ACCESS_PARTITION_ID		0x0000000200000000ULL
#define HV_ACCESS_MEMORY_POOL		0x0000000400000000ULL
#define HV_POST_MESSAGES		0x0000001000000000ULL
#define HV_SIGNAL_EVENTS		0x0000002000000000ULL
#define HV_CREATE_PORT			0x0000004000000000ULL
#define HV_CONNECT_PORT			0x0000008000000000ULL
#define HV_ISOLATION			0x0040000000000000ULL

/* HV_CPUID_RECOMMENDATIONS, EAX */
#define HV_HINT_NESTED			0x00001000U

/* HV_CPUID_ISOLATION, EAX and EBX */
#define HV_ISOLATION_PARAVISOR		0x00000001U
#define HV_ISOLATION_TYPE_MASK		0xFU
#define HV_ISOLATION_TYPE_NONE		0
#define HV_ISOLATION_TYPE_VBS		1
#define HV_ISOLATION_TYPE_SNP		2
#define HV_ISOLATION_TYPE_TDX		3

/* TLFS "Hypercall interface": the control word and the result value */
#define HV_HYPERCALL_FAST		0x00010000ULL
#define HV_HYPERCALL_REP_COUNT_SHIFT	32
#define HV_HYPERCALL_REP_START_SHIFT	48
#define HV_HYPERCALL_REP_MASK		0xFFFULL
#define HV_HYPERCALL_STATUS_MASK	0xFFFFULL
#define HV_HYPERCALL_REP_DONE_SHIFT	32

/* TLFS HV_CALL_CODE */
#define HVCALL_GET_PARTITION_ID		0x0046
#define HVCALL_DEPOSIT_MEMORY		0x0048
#define HVCALL_WITHDRAW_MEMORY		0x0049
#define HVCALL_DELETE_PORT		0x0058
#define HVCALL_DISCONNECT_PORT		0x005B
#define HVCALL_POST_MESSAGE		0x005C
#define HVCALL_SIGNAL_EVENT		0x005D
#define HVCALL_CREATE_PORT		0x0095
#define HVCALL_CONNECT_PORT		0x0096

#define HV_PARTITION_ID_SELF		(~0ULL)
#define HV_ANY_VP			0xFFFFFFFFU
#define HV_VP_INDEX_SELF		0xFFFFFFFEU
#define HV_PORT_ID_MAX			0xFFFFFFU	/* and of connection ids: bits 23:0 */
#define HV_SYNIC_SINT_COUNT		16		/* 0 is the hypervisor's own */
#define HV_EVENT_FLAGS_COUNT		2048		/* for each SINT of each VP */
#define HV_VTL_COUNT			16		/* that the architecture allows */
#define HV_MESSAGE_PAYLOAD_BYTE_COUNT	240
#define HV_MESSAGE_TYPE_HYPERVISOR_MASK	0x80000000U	/* set: the hypervisor's own types */

/* HV_PORT_TYPE */
enum hv_port_type {
	HV_PORT_TYPE_MESSAGE	= 1,
	HV_PORT_TYPE_EVENT	= 2,
	HV_PORT_TYPE_MONITOR	= 3,
	HV_PORT_TYPE_DOORBELL	= 4,
};

/* HV_PORT_INFO */
struct hv_port_info {
	u32 port_type;
	u32 padding;
	union {
		struct {
			u32 target_sint;
			u32 target_vp;
			u64 rsvdz;
		} message_port_info;
		struct {
			u32 target_sint;
			u32 target_vp;
			u16 base_flag_number;
			u16 flag_count;
			u32 rsvdz;
		} event_port_info;
		struct {
			u64 monitor_address;
			u64 rsvdz;
		} monitor_port_info;
		struct {
			u32 target_sint;
			u32 target_vp;
			u64 rsvdz;
		} doorbell_port_info;
	};
};

static_assert(sizeof(struct hv_port_info) == 24);

/* HV_PROXIMITY_DOMAIN_INFO */
#define HV_PROXIMITY_PREFERRED		0x00000001U
#define HV_PROXIMITY_INFO_VALID		0x80000000U
struct hv_proximity_domain_info {
	u32 domain_id;
	u32 flags;
};

static_assert(sizeof(struct hv_proximity_domain_info) == 8);

/* HV_CONNECTION_INFO; HV_DOORBELL_FLAGS in doorbell_connection_info.flags */
#define HV_DOORBELL_FLAG_TRIGGER_SIZE_MASK	0x7ULL
#define HV_DOORBELL_FLAG_TRIGGER_SIZE_ANY	0x0ULL
#define HV_DOORBELL_FLAG_TRIGGER_SIZE_BYTE	0x1ULL
#define HV_DOORBELL_FLAG_TRIGGER_SIZE_WORD	0x2ULL
#define HV_DOORBELL_FLAG_TRIGGER_SIZE_DWORD	0x3ULL
#define HV_DOORBELL_FLAG_TRIGGER_SIZE_QWORD	0x4ULL
#define HV_DOORBELL_FLAG_TRIGGER_ANY_VALUE	0x80000000ULL
struct hv_connection_info {
	u32 port_type;
	u32 padding;
	union {
		struct {
			u64 rsvdz[3];
		} message_connection_info;
		struct {
			u64 rsvdz[3];
		} event_connection_info;
		struct {
			u64 monitor_address;
			u64 rsvdz[2];
		} monitor_connection_info;
		struct {
			u64 gpa;
			u64 trigger_value;
			u64 flags;
		} doorbell_connection_info;
	};
};

static_assert(sizeof(struct hv_connection_info) == 32);

/* HvCallCreatePort 0x0095 */
struct hv_input_create_port {
	u64 port_partition_id;
	u32 port_id;
	u8  port_vtl;
	u8  min_connection_vtl;
	u16 reserved_z0;
	u64 connection_partition_id;
	struct hv_port_info port_info;
	struct hv_proximity_domain_info proximity_domain_info;
};

static_assert(sizeof(struct hv_input_create_port) == 56);

/* HvCallDeletePort 0x0058 */
struct hv_input_delete_port {
	u64 port_partition_id;
	u32 port_id;
	u32 reserved;
};

static_assert(sizeof(struct hv_input_delete_port) == 16);

/* HvCallConnectPort 0x0096 */
struct hv_input_connect_port {
	u64 connection_partition_id;
	u32 connection_id;
	u8  connection_vtl;
	u8  reserved_z0;
	u16 reserved_z1;
	u64 port_partition_id;
	u32 port_id;
	u32 reserved_z2;
	struct hv_connection_info connection_info;
	struct hv_proximity_domain_info proximity_domain_info;
};

static_assert(sizeof(struct hv_input_connect_port) == 72);

/* HvCallDisconnectPort 0x005B; is_doorbell: bit 0, 31:1 zero */
struct hv_input_disconnect_port {
	u64 connection_partition_id;
	u32 connection_id;
	u32 is_doorbell;
};

static_assert(sizeof(struct hv_input_disconnect_port) == 16);

/* HvCallPostMessage 0x005C */
struct hv_input_post_message {
	u32 connection_id;
	u32 reserved;
	u32 message_type;
	u32 payload_size;
	u8  payload[HV_MESSAGE_PAYLOAD_BYTE_COUNT];
};

static_assert(sizeof(struct hv_input_post_message) == 256);

/* HvCallSignalEvent 0x005D */
struct hv_input_signal_event {
	u32 connection_id;
	u16 flag_number;
	u16 reserved;
};

static_assert(sizeof(struct hv_input_signal_event) == 8);

/* HvCallDepositMemory 0x0048: the header, gpa_page_list[] follows */
struct hv_deposit_memory {
	u64 partition_id;
	u64 gpa_page_list[];
};

/* HvCallWithdrawMemory 0x0049: the output is a list of page numbers */
struct hv_withdraw_memory_in {
	u64 partition_id;
	u64 proximity_domain_info;
};

#endif /* _HYPERV_HVPORT_ABI_H */
