// SPDX-License-Identifier: GPL-2.0-only
/*
 * The structs of the ioctls, typed from the documentation, table by table. See
 * the header for what this must not be.
 */
#include <errno.h>
#include <stddef.h>

#include "bytes.h"
#include "model_fields.h"

#define FLAGS		4	/* offset of the flags in all structs */

const struct model_call model_calls[MODEL_CALLS] = {
	[GET_INFO]	  = { "GET_INFO", 104, 0, 0, 0, 0, 0, 0 },
	[CREATE_PORT]	  = { "CREATE_PORT", 72, 64, 0x95, 7, 8, 16, 32 },
	[DELETE_PORT]	  = { "DELETE_PORT", 32, 24, 0x58, 8, 8, 16, 0 },
	[CONNECT_PORT]	  = { "CONNECT_PORT", 88, 80, 0x96, 7, 8, 16, 40 },
	[DISCONNECT_PORT] = { "DISCONNECT_PORT", 32, 24, 0x5b, 8, 8, 16, 0 },
	[POST_MESSAGE]	  = { "POST_MESSAGE", 272, 264, 0x5c, 8, 0, 8, 0 },
	[SIGNAL_EVENT]	  = { "SIGNAL_EVENT", 24, 16, 0x5d, 8, 0, 8, 0 },
};

/* A struct is a list of fields, a union by port type in it, and more fields */
struct layout {
	const struct field *head, *tail;
	const struct field *by_type[TYPE_DOORBELL + 1];
};

#define END	{ 0, 0, ANY, 0 }

static const struct field create_head[] = {
	{ 8, 8, ANY, 0 },		/* port_partition */
	{ 16, 4, ID, 0xffffff },	/* port_id */
	{ 20, 1, AT_MOST, 15 },		/* port_vtl */
	{ 21, 1, AT_MOST, 15 },		/* min_connection_vtl */
	{ 22, 2, ZERO, 0 },		/* reserved_z0 */
	{ 24, 8, ANY, 0 },		/* connection_partition */
	{ 32, 4, PORT_TYPE, 0 },
	{ 36, 4, ZERO, 0 },		/* padding */
	END
};

static const struct field create_message[] = {	/* doorbell ports as well */
	{ 40, 4, FROM_ONE, 15 },	/* target_sint */
	{ 44, 4, ANY, 0 },		/* target_vp */
	{ 48, 8, ZERO, 0 },
	END
};

static const struct field create_event[] = {
	{ 40, 4, FROM_ONE, 15 },	/* target_sint */
	{ 44, 4, ANY, 0 },		/* target_vp */
	{ 48, 2, ANY, 0 },		/* base_flag_number */
	{ 50, 2, FLAG_COUNT, 2048 },
	{ 52, 4, ZERO, 0 },
	END
};

static const struct field create_monitor[] = {
	{ 40, 8, ANY, 0 },		/* monitor_address */
	{ 48, 8, ZERO, 0 },
	END
};

static const struct field create_tail[] = {
	{ 56, 4, ANY, 0 },		/* proximity domain */
	{ 60, 4, ONLY_BITS, 0x80000001 },
	END
};

static const struct field delete_fields[] = {
	{ 8, 8, ANY, 0 },		/* port_partition */
	{ 16, 4, AT_MOST, 0xffffff },	/* port_id */
	{ 20, 4, ZERO, 0 },
	END
};

static const struct field connect_head[] = {
	{ 8, 8, ANY, 0 },		/* connection_partition */
	{ 16, 4, ID, 0xffffff },	/* connection_id */
	{ 20, 1, AT_MOST, 15 },		/* connection_vtl */
	{ 21, 1, ZERO, 0 },		/* reserved_z0 */
	{ 22, 2, ZERO, 0 },		/* reserved_z1 */
	{ 24, 8, ANY, 0 },		/* port_partition */
	{ 32, 4, AT_MOST, 0xffffff },	/* port_id */
	{ 36, 4, ZERO, 0 },		/* reserved_z2 */
	{ 40, 4, PORT_TYPE, 0 },
	{ 44, 4, ZERO, 0 },		/* padding */
	END
};

static const struct field connect_message[] = {	/* event connections as well */
	{ 48, 24, ZERO, 0 },
	END
};

static const struct field connect_monitor[] = {
	{ 48, 8, ANY, 0 },		/* monitor_address */
	{ 56, 16, ZERO, 0 },
	END
};

static const struct field connect_doorbell[] = {
	{ 48, 8, ALIGNED, 0 },		/* guest_physical_address */
	{ 56, 8, FITS, 0 },		/* trigger_value */
	{ 64, 8, DOORBELL_FLAGS, 0 },
	END
};

static const struct field connect_tail[] = {
	{ 72, 4, ANY, 0 },		/* proximity domain */
	{ 76, 4, ONLY_BITS, 0x80000001 },
	END
};

static const struct field disconnect_fields[] = {
	{ 8, 8, ANY, 0 },		/* connection_partition */
	{ 16, 4, AT_MOST, 0xffffff },	/* connection_id */
	{ 20, 4, AT_MOST, 1 },		/* is_doorbell */
	END
};

static const struct field post_fields[] = {
	{ 8, 4, AT_MOST, 0xffffff },	/* connection_id */
	{ 12, 4, ZERO, 0 },
	{ 16, 4, FROM_ONE, 0x7fffffff },	/* message_type */
	{ 20, 4, AT_MOST, 240 },	/* payload_size */
	{ 24, 240, ANY, 0 },
	END
};

static const struct field signal_fields[] = {
	{ 8, 4, AT_MOST, 0xffffff },	/* connection_id */
	{ 12, 2, ANY, 0 },		/* flag_number */
	{ 14, 2, ZERO, 0 },
	END
};

static const struct field none[] = { END };

static const struct layout layouts[MODEL_CALLS] = {
	[GET_INFO] = { none, none, { NULL } },
	[CREATE_PORT] = { create_head, create_tail,
		{ NULL, create_message, create_event, create_monitor, create_message } },
	[DELETE_PORT] = { delete_fields, none, { NULL } },
	[CONNECT_PORT] = { connect_head, connect_tail,
		{ NULL, connect_message, connect_message, connect_monitor, connect_doorbell } },
	[DISCONNECT_PORT] = { disconnect_fields, none, { NULL } },
	[POST_MESSAGE] = { post_fields, none, { NULL } },
	[SIGNAL_EVENT] = { signal_fields, none, { NULL } },
};

const struct field *model_field(enum model_nr nr, uint32_t type, unsigned int index)
{
	const struct layout *layout = &layouts[nr];
	const struct field *parts[] = {
		layout->head,
		type <= TYPE_DOORBELL && layout->by_type[type] ? layout->by_type[type] : none,
		layout->tail,
	};
	const struct field *field;
	unsigned int part;

	for (part = 0; part < COUNT(parts); part++)
		for (field = parts[part]; field->width; field++)
			if (!index--)
				return field;
	return NULL;
}

/* Bytes of the write that rings; 0: any, or there is no such size */
static uint64_t write_size(const uint8_t *arg)
{
	static const uint64_t sizes[8] = { 0, 1, 2, 4, 8 };

	return sizes[arg[64] & 7];
}

static bool doorbell_field_good(const struct field *field, const uint8_t *arg, uint64_t value)
{
	uint64_t size = write_size(arg), flags = get_bytes(arg, 64, 8);

	if (field->rule == ALIGNED)
		return !size || value % size == 0;
	if (field->rule == DOORBELL_FLAGS)
		return (value & 7) <= 4 && !(value & ~0x80000007ull);
	return flags & 0x80000000u || !size || size == 8 || value < 1ull << 8 * size;
}

static bool field_good(const struct field *field, const uint8_t *arg)
{
	uint64_t value = field->width <= 8 ? get_bytes(arg, field->at, field->width) : 0;
	bool any_id = get_bytes(arg, FLAGS, 4) & ANY_ID;

	switch (field->rule) {
	case ANY:
		return true;
	case ZERO:
		return all_zero(arg, field->at, field->width);
	case AT_MOST:
		return value <= field->limit;
	case FROM_ONE:
		return value >= 1 && value <= field->limit;
	case ONLY_BITS:
		return !(value & ~(uint64_t)field->limit);
	case ID:
		return any_id ? !value : value <= field->limit;
	case FLAG_COUNT:
		return value && get_bytes(arg, field->at - 2, 2) + value <= field->limit;
	case PORT_TYPE:
		return value >= TYPE_MESSAGE && value <= TYPE_DOORBELL;
	default:
		return doorbell_field_good(field, arg, value);
	}
}

struct verdict model_validate(enum model_nr nr, const uint8_t *arg, bool may_monitor)
{
	const struct model_call *call = &model_calls[nr];
	uint32_t type = call->type ? get_bytes(arg, call->type, 4) : 0;
	const struct field *field;
	unsigned int i;

	for (i = 0; (field = model_field(nr, type, i)); i++) {
		if (!field_good(field, arg))
			return (struct verdict){ field->rule == PORT_TYPE ? EOPNOTSUPP : EINVAL,
						 field->at };
		if (field->rule == PORT_TYPE && type == TYPE_MONITOR && !may_monitor)
			return (struct verdict){ EPERM, field->at };
	}
	return (struct verdict){ 0, 0 };
}
