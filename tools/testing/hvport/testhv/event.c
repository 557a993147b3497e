// SPDX-License-Identifier: GPL-2.0-only
/*
 * HvCallSignalEvent. The flag number that a caller gives counts from the port's
 * BaseFlagNumber. The flag is set in the SIEF page of the port's VP. While no VP has
 * its SynIC enabled nobody can receive anything, and the port keeps its flags, for
 * a test to take.
 */
#include "connection.h"
#include "event.h"
#include "hypercall.h"
#include "partition.h"
#include "port.h"
#include "vp.h"

/* HvCallSignalEvent, by its table of input parameters */
#define SIGNAL_CONNECTION	0
#define SIGNAL_FLAG		4
#define SIGNAL_RESERVED		6

/* "If the SINTx is masked", the call is refused: a flag without an interrupt is of no use */
static bool ready(struct vp *vp, u32 sint)
{
	return synic_event_flags(vp, sint) && !synic_masked(vp, sint);
}

static u16 deliver(struct port *port, u32 flag)
{
	u32 bit = port_base_flag(port) + flag, sint = port_target(port);
	u64 mask = BIT(bit % 64);
	struct vp *vp;
	u16 status;

	status = port_target_vp(port, ready, &vp);
	if (status)
		return status;
	if (!(__atomic_fetch_or(&synic_event_flags(vp, sint)[bit / 64], mask, __ATOMIC_SEQ_CST) &
	      mask))
		synic_interrupt(vp, sint);
	return STATUS_SUCCESS;
}

u16 event_send(u64 partition_id, u32 connection_id, u32 flag)
{
	struct port *port;
	u16 status;

	status = connection_port(partition_id, connection_id, PORT_TYPE_EVENT, &port);
	if (status)
		return status;
	if (flag >= port_flag_count(port))
		return STATUS_INVALID_PARAMETER;
	/* The peer has seen it by then */
	if (port->partition == PARTITION_PEER)
		return STATUS_SUCCESS;
	if (synic_in_use())
		return deliver(port, flag);
	port->flags[flag / 64] |= BIT(flag % 64);
	return STATUS_SUCCESS;
}

u16 event_signal(struct vp *vp, const u8 *input, u8 *output)
{
	if (input_u16(input, SIGNAL_RESERVED))
		return STATUS_INVALID_PARAMETER;
	return event_send(PARTITION_OWN, input_u32(input, SIGNAL_CONNECTION),
			  input_u16(input, SIGNAL_FLAG));
}

/* From the SIEF pages of all VPs */
static bool take_delivered(struct port *port, u32 flag)
{
	u32 bit = port_base_flag(port) + flag, i;
	u64 mask = BIT(bit % 64), before = 0;

	for (i = 0; i < vp_count; i++) {
		u64 *flags = synic_event_flags(&vps[i], port_target(port));

		if (flags)
			before |= __atomic_fetch_and(&flags[bit / 64], ~mask, __ATOMIC_SEQ_CST);
	}
	return before & mask;
}

u64 event_take(struct port *port, u32 word)
{
	u64 flags = port->flags[word];
	u32 i;

	port->flags[word] = 0;
	for (i = 0; i < 64 && word * 64 + i < port_flag_count(port); i++)
		if (take_delivered(port, word * 64 + i))
			flags |= BIT(i);
	return flags;
}
