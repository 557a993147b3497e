/* SPDX-License-Identifier: GPL-2.0-only */
/* The hypercall interface: TLFS "Hypercall Interface". */
#ifndef TESTHV_HYPERCALL_H
#define TESTHV_HYPERCALL_H

#include "types.h"

struct vp;

#define CALL_GET_PARTITION_ID		0x0046
#define CALL_DEPOSIT_MEMORY		0x0048
#define CALL_WITHDRAW_MEMORY		0x0049
#define CALL_DELETE_PORT		0x0058
#define CALL_DISCONNECT_PORT		0x005b
#define CALL_POST_MESSAGE		0x005c
#define CALL_SIGNAL_EVENT		0x005d
#define CALL_CREATE_PORT		0x0095
#define CALL_CONNECT_PORT		0x0096
#define CALL_EXT_QUERY_CAPABILITIES	0x8001

/* TLFS HV_STATUS, those that are answered here */
#define STATUS_SUCCESS			0x0000
#define STATUS_INVALID_HYPERCALL_CODE	0x0002
#define STATUS_INVALID_HYPERCALL_INPUT	0x0003
#define STATUS_INVALID_ALIGNMENT	0x0004
#define STATUS_INVALID_PARAMETER	0x0005
#define STATUS_ACCESS_DENIED		0x0006
#define STATUS_OPERATION_DENIED		0x0008
#define STATUS_INSUFFICIENT_MEMORY	0x000b
#define STATUS_INVALID_PARTITION_ID	0x000d
#define STATUS_INVALID_VP_INDEX		0x000e
#define STATUS_INVALID_PORT_ID		0x0011
#define STATUS_INVALID_CONNECTION_ID	0x0012
#define STATUS_INSUFFICIENT_BUFFERS	0x0013
#define STATUS_INVALID_SYNIC_STATE	0x0018
#define STATUS_INVALID_PROXIMITY_INFO	0x001a
#define STATUS_NO_RESOURCES		0x001d
#define STATUS_INVALID_VTL_STATE	0x0051
#define STATUS_INSUFFICIENT_ROOT_MEMORY	0x0073
#define STATUS_INSUFFICIENT_CONTIGUOUS_MEMORY		0x0075
#define STATUS_TIME_OUT					0x0078
#define STATUS_INSUFFICIENT_CONTIGUOUS_ROOT_MEMORY	0x0083

/* Fields of an input block, by the offset that its TLFS table gives */
static inline u8 input_u8(const u8 *input, u32 offset)
{
	return input[offset];
}

static inline u16 input_u16(const u8 *input, u32 offset)
{
	return input[offset] | input[offset + 1] << 8;
}

static inline u32 input_u32(const u8 *input, u32 offset)
{
	return input_u16(input, offset) | (u32)input_u16(input, offset + 2) << 16;
}

static inline u64 input_u64(const u8 *input, u32 offset)
{
	return input_u32(input, offset) | (u64)input_u32(input, offset + 4) << 32;
}

/* The guest executed VMMCALL */
void hypercall_exit(struct vp *vp);

#endif /* TESTHV_HYPERCALL_H */
