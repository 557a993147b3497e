// SPDX-License-Identifier: GPL-2.0-only
/*
 * The test hypervisor as its README.md says it is, as far as a call gets that hvport
 * has let through: refusals in the order of the table there.
 */
#include "bytes.h"
#include "model.h"

#define SELF		(~0ull)
#define PEER		8ull
#define BUFFERS		16	/* of a message port */

#define SUCCESS				0x00
#define INVALID_ALIGNMENT		0x04
#define INVALID_PARAMETER		0x05
#define INVALID_PARTITION_ID		0x0d
#define INVALID_VP_INDEX		0x0e
#define INVALID_PORT_ID			0x11
#define INVALID_CONNECTION_ID		0x12
#define INSUFFICIENT_BUFFERS		0x13
#define INVALID_PROXIMITY_DOMAIN_INFO	0x1a
#define INVALID_VTL_STATE		0x51

/* They take what comes */
static const struct hv_port peer_ports[] = {
	{ .id = 0x100, .type = TYPE_MESSAGE },
	{ .id = 0x200, .type = TYPE_EVENT, .flag_count = 64 },
	{ .id = 0x400, .type = TYPE_DOORBELL },
};

bool hv_is_own(const struct hypervisor *hv, uint64_t partition)
{
	return partition == SELF || partition == hv->own;
}

static struct hv_port *find_port(struct hypervisor *hv, uint32_t id)
{
	unsigned int i;

	for (i = 0; i < hv->ports; i++)
		if (hv->port[i].id == id)
			return &hv->port[i];
	return NULL;
}

static struct hv_connection *find_connection(struct hypervisor *hv, uint32_t id)
{
	unsigned int i;

	for (i = 0; i < hv->connections; i++)
		if (hv->connection[i].id == id)
			return &hv->connection[i];
	return NULL;
}

static const struct hv_port *find_peer_port(uint32_t id)
{
	unsigned int i;

	for (i = 0; i < COUNT(peer_ports); i++)
		if (peer_ports[i].id == id)
			return &peer_ports[i];
	return NULL;
}

bool hv_has(const struct hypervisor *hv, bool connection, uint32_t id)
{
	struct hypervisor *h = (struct hypervisor *)hv;

	return connection ? !!find_connection(h, id) : !!find_port(h, id);
}

/* Is this call answered by what a test has scripted? */
static bool faulty(struct hypervisor *hv, enum model_nr nr, uint16_t *status)
{
	if (!hv->fault.count || hv->fault.code != model_calls[nr].code)
		return false;
	hv->fault.count--;
	*status = hv->fault.status;
	return true;
}

/* The partition has one VTL, and the machine one NUMA domain */
static uint16_t check_proximity(const uint8_t *arg, unsigned int at)
{
	bool valid = get_bytes(arg, at + 4, 4) & 1u << 31;

	return valid && get_bytes(arg, at, 4) ? INVALID_PROXIMITY_DOMAIN_INFO : SUCCESS;
}

static uint16_t check_create(const struct hypervisor *hv, const uint8_t *arg)
{
	uint64_t connecting = get_bytes(arg, 24, 8);
	uint32_t vp = get_bytes(arg, 44, 4);

	if (!hv_is_own(hv, get_bytes(arg, 8, 8)))
		return INVALID_PARTITION_ID;
	if (arg[20] || arg[21])
		return INVALID_VTL_STATE;
	if (connecting && !hv_is_own(hv, connecting))
		return INVALID_PARTITION_ID;
	if (get_bytes(arg, 32, 4) != TYPE_MONITOR && vp >= hv->vps && vp < 0xfffffffe)
		return INVALID_VP_INDEX;
	return check_proximity(arg, 56);
}

uint16_t hv_create(struct hypervisor *hv, const uint8_t *arg, uint32_t id)
{
	uint32_t type = get_bytes(arg, 32, 4);
	uint16_t status;

	if (faulty(hv, CREATE_PORT, &status))
		return status;
	status = check_create(hv, arg);
	if (status)
		return status;
	if (find_port(hv, id))
		return INVALID_PORT_ID;
	hv->port[hv->ports++] = (struct hv_port){
		.id = id,
		.type = type,
		.flag_count = type == TYPE_EVENT ? get_bytes(arg, 50, 2) : 0,
		.serial = ++hv->serial,
	};
	return SUCCESS;
}

uint16_t hv_delete(struct hypervisor *hv, uint64_t partition, uint32_t id)
{
	struct hv_port *port;
	uint16_t status;

	if (faulty(hv, DELETE_PORT, &status))
		return status;
	if (!hv_is_own(hv, partition))
		return INVALID_PARTITION_ID;
	port = find_port(hv, id);
	if (!port)
		return INVALID_PORT_ID;
	*port = hv->port[--hv->ports];
	return SUCCESS;
}

static uint16_t check_connect(const struct hypervisor *hv, const uint8_t *arg)
{
	uint64_t port_partition = get_bytes(arg, 24, 8);

	if (!hv_is_own(hv, get_bytes(arg, 8, 8)))
		return INVALID_PARTITION_ID;
	if (arg[20])
		return INVALID_VTL_STATE;
	if (!hv_is_own(hv, port_partition) && port_partition != PEER)
		return INVALID_PARTITION_ID;
	if (get_bytes(arg, 40, 4) == TYPE_MONITOR && get_bytes(arg, 48, 8) % 4096)
		return INVALID_ALIGNMENT;
	return check_proximity(arg, 72);
}

uint16_t hv_connect(struct hypervisor *hv, const uint8_t *arg, uint32_t id)
{
	uint32_t port_id = get_bytes(arg, 32, 4), type = get_bytes(arg, 40, 4);
	bool to_peer = get_bytes(arg, 24, 8) == PEER;
	const struct hv_port *port;
	uint16_t status;

	if (faulty(hv, CONNECT_PORT, &status))
		return status;
	status = check_connect(hv, arg);
	if (status)
		return status;
	if (find_connection(hv, id))
		return INVALID_CONNECTION_ID;
	port = to_peer ? find_peer_port(port_id) : find_port(hv, port_id);
	if (!port)
		return INVALID_PORT_ID;
	if (port->type != type)
		return INVALID_PARAMETER;
	hv->connection[hv->connections++] = (struct hv_connection){
		.id = id,
		.type = type,
		.peer = to_peer ? port : NULL,
		.port_id = port_id,
		.port_serial = port->serial,
	};
	return SUCCESS;
}

uint16_t hv_disconnect(struct hypervisor *hv, uint64_t partition, uint32_t id, bool is_doorbell)
{
	struct hv_connection *connection;
	bool doorbell;
	uint16_t status;

	if (faulty(hv, DISCONNECT_PORT, &status))
		return status;
	if (!hv_is_own(hv, partition))
		return INVALID_PARTITION_ID;
	connection = find_connection(hv, id);
	if (!connection)
		return INVALID_CONNECTION_ID;
	doorbell = connection->type == TYPE_DOORBELL;
	if (is_doorbell != doorbell)
		return INVALID_PARAMETER;
	*connection = hv->connection[--hv->connections];
	return SUCCESS;
}

/* The port at the other end, if it is still that one and of this type */
static uint16_t find_target(struct hypervisor *hv, uint32_t id, uint32_t type,
			    const struct hv_port **peer, struct hv_port **port)
{
	const struct hv_connection *connection = find_connection(hv, id);

	*port = NULL;
	if (!connection)
		return INVALID_CONNECTION_ID;
	*peer = connection->peer;
	if (*peer)
		return (*peer)->type == type ? SUCCESS : INVALID_PORT_ID;
	*port = find_port(hv, connection->port_id);
	if (!*port || (*port)->serial != connection->port_serial || (*port)->type != type)
		return INVALID_PORT_ID;
	return SUCCESS;
}

uint16_t hv_post(struct hypervisor *hv, uint32_t id)
{
	const struct hv_port *peer;
	struct hv_port *port;
	uint16_t status;

	if (faulty(hv, POST_MESSAGE, &status))
		return status;
	status = find_target(hv, id, TYPE_MESSAGE, &peer, &port);
	if (status || peer)
		return status;
	if (port->messages == BUFFERS)
		return INSUFFICIENT_BUFFERS;
	port->messages++;
	return SUCCESS;
}

uint16_t hv_signal(struct hypervisor *hv, uint32_t id, unsigned int flag)
{
	const struct hv_port *peer;
	struct hv_port *port;
	uint16_t status;

	if (faulty(hv, SIGNAL_EVENT, &status))
		return status;
	status = find_target(hv, id, TYPE_EVENT, &peer, &port);
	if (status)
		return status;
	return flag < (peer ? peer->flag_count : port->flag_count) ? SUCCESS : INVALID_PARAMETER;
}
