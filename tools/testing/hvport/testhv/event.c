// SPDX-License-Identifier: GPL-2.0-only
/*
 * HvCallSignalEvent. The flag number that a caller gives counts from the port's
 * BaseFlagNumber, and so do the flags that a port keeps here.
 */
#include "connection.h"
#include "event.h"
#include "hypercall.h"
#include "partition.h"
#include "port.h"

/* HvCallSignalEvent, by its table of input parameters */
#define SIGNAL_CONNECTION	0
#define SIGNAL_FLAG		4
#define SIGNAL_RESERVED		6

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
	if (port->partition != PARTITION_PEER)
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

u64 event_take(struct port *port, u32 word)
{
	u64 flags = port->flags[word];

	port->flags[word] = 0;
	return flags;
}
