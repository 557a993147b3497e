/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The binary interface that programs are compiled against, typed from its
 * documentation: an uapi header that disagrees does not compile here.
 */
#ifndef EXPECTED_LAYOUT_H
#define EXPECTED_LAYOUT_H

#include <assert.h>
#include <stddef.h>
#include <linux/hvport.h>

#define SIZE(type, bytes) \
	static_assert(sizeof(struct type) == (bytes), #type)
#define AT(type, field, offset) \
	static_assert(offsetof(struct type, field) == (offset), #field)
#define IS(name, value) \
	static_assert((name) == (value), #name)

SIZE(hvport_result, 8);
AT(hvport_result, hv_status, 0);
AT(hvport_result, stage, 2);
AT(hvport_result, deposits, 3);
AT(hvport_result, bad_field, 4);

SIZE(hvport_info, 104);
AT(hvport_info, vendor, 8);
AT(hvport_info, interface_signature, 24);
AT(hvport_info, version_major, 28);
AT(hvport_info, version_minor, 32);
AT(hvport_info, version_build, 36);
AT(hvport_info, privileges, 40);
AT(hvport_info, features, 48);
AT(hvport_info, hints, 52);
AT(hvport_info, max_vps, 56);
AT(hvport_info, page_mode, 60);
AT(hvport_info, partition_id, 64);
AT(hvport_info, isolation_type, 72);
AT(hvport_info, nested, 76);
AT(hvport_info, ioctls, 80);
AT(hvport_info, ports_file, 88);
AT(hvport_info, connections_file, 92);
AT(hvport_info, ports_all, 96);
AT(hvport_info, connections_all, 100);

/* The union begins at 40 in the struct, so its first words are 8 in here */
SIZE(hvport_port_info, 24);
AT(hvport_port_info, port_type, 0);
AT(hvport_port_info, padding, 4);
AT(hvport_port_info, message.target_sint, 8);
AT(hvport_port_info, message.target_vp, 12);
AT(hvport_port_info, message.rsvdz, 16);
AT(hvport_port_info, event.target_sint, 8);
AT(hvport_port_info, event.target_vp, 12);
AT(hvport_port_info, event.base_flag_number, 16);
AT(hvport_port_info, event.flag_count, 18);
AT(hvport_port_info, event.rsvdz, 20);
AT(hvport_port_info, monitor.monitor_address, 8);
AT(hvport_port_info, monitor.rsvdz, 16);
AT(hvport_port_info, doorbell.target_sint, 8);
AT(hvport_port_info, doorbell.target_vp, 12);
AT(hvport_port_info, doorbell.rsvdz, 16);
SIZE(hvport_proximity_domain_info, 8);
AT(hvport_proximity_domain_info, id, 0);
AT(hvport_proximity_domain_info, flags, 4);

SIZE(hvport_create_port, 72);
AT(hvport_create_port, size, 0);
AT(hvport_create_port, flags, 4);
AT(hvport_create_port, port_partition, 8);
AT(hvport_create_port, port_id, 16);
AT(hvport_create_port, port_vtl, 20);
AT(hvport_create_port, min_connection_vtl, 21);
AT(hvport_create_port, reserved_z0, 22);
AT(hvport_create_port, connection_partition, 24);
AT(hvport_create_port, port_info, 32);
AT(hvport_create_port, proximity_domain_info, 56);
AT(hvport_create_port, result, 64);

SIZE(hvport_delete_port, 32);
AT(hvport_delete_port, port_partition, 8);
AT(hvport_delete_port, port_id, 16);
AT(hvport_delete_port, reserved, 20);
AT(hvport_delete_port, result, 24);

SIZE(hvport_connection_info, 32);
AT(hvport_connection_info, port_type, 0);
AT(hvport_connection_info, padding, 4);
AT(hvport_connection_info, doorbell.guest_physical_address, 8);
AT(hvport_connection_info, doorbell.trigger_value, 16);
AT(hvport_connection_info, doorbell.flags, 24);
AT(hvport_connection_info, monitor.monitor_address, 8);
AT(hvport_connection_info, monitor.rsvdz, 16);
AT(hvport_connection_info, message.rsvdz, 8);
AT(hvport_connection_info, event.rsvdz, 8);

SIZE(hvport_connect_port, 88);
AT(hvport_connect_port, connection_partition, 8);
AT(hvport_connect_port, connection_id, 16);
AT(hvport_connect_port, connection_vtl, 20);
AT(hvport_connect_port, reserved_z0, 21);
AT(hvport_connect_port, reserved_z1, 22);
AT(hvport_connect_port, port_partition, 24);
AT(hvport_connect_port, port_id, 32);
AT(hvport_connect_port, reserved_z2, 36);
AT(hvport_connect_port, connection_info, 40);
AT(hvport_connect_port, proximity_domain_info, 72);
AT(hvport_connect_port, result, 80);

SIZE(hvport_disconnect_port, 32);
AT(hvport_disconnect_port, connection_partition, 8);
AT(hvport_disconnect_port, connection_id, 16);
AT(hvport_disconnect_port, is_doorbell, 20);
AT(hvport_disconnect_port, result, 24);

SIZE(hvport_post_message, 272);
AT(hvport_post_message, connection_id, 8);
AT(hvport_post_message, reserved, 12);
AT(hvport_post_message, message_type, 16);
AT(hvport_post_message, payload_size, 20);
AT(hvport_post_message, payload, 24);
AT(hvport_post_message, result, 264);

SIZE(hvport_signal_event, 24);
AT(hvport_signal_event, connection_id, 8);
AT(hvport_signal_event, flag_number, 12);
AT(hvport_signal_event, reserved, 14);
AT(hvport_signal_event, result, 16);

/* Type 0xBD, no direction, no size in the number */
IS(HVPORT_GET_INFO, 0xbd00);
IS(HVPORT_CREATE_PORT, 0xbd01);
IS(HVPORT_DELETE_PORT, 0xbd02);
IS(HVPORT_CONNECT_PORT, 0xbd03);
IS(HVPORT_DISCONNECT_PORT, 0xbd04);
IS(HVPORT_POST_MESSAGE, 0xbd05);
IS(HVPORT_SIGNAL_EVENT, 0xbd06);

IS(HVPORT_F_VALIDATE_ONLY, 1);
IS(HVPORT_F_PERSIST, 2);
IS(HVPORT_F_ANY_ID, 4);
IS(HVPORT_F_FOREIGN, 8);
IS(HVPORT_PARTITION_SELF, 0xffffffffffffffff);
IS(HVPORT_ANY_VP, 0xffffffff);
IS(HVPORT_VP_SELF, 0xfffffffe);
IS(HVPORT_ID_MAX, 0xffffff);
IS(HVPORT_TYPE_MESSAGE, 1);
IS(HVPORT_TYPE_EVENT, 2);
IS(HVPORT_TYPE_MONITOR, 3);
IS(HVPORT_TYPE_DOORBELL, 4);
IS(HVPORT_STAGE_NONE, 0);
IS(HVPORT_STAGE_KERNEL, 1);
IS(HVPORT_STAGE_HYPERVISOR, 2);
IS(HVPORT_PAGE_ADOPTED, 1);
IS(HVPORT_PAGE_OWNED, 2);

#undef SIZE
#undef AT
#undef IS

#endif /* EXPECTED_LAYOUT_H */
