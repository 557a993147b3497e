// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options of hvportctl. A row per option; an option that means different
 * things to different verbs has a row for each. Data only.
 */
#include <libhvport.h>

#include "option_table.h"

#define V(name)	(1U << VERB_##name)
#define PORTS	PORT_VERBS
#define MAKERS	MAKING_VERBS
#define KEEPERS	(V(CREATE) | V(CONNECT))
#define OTHERS	(V(DELETE) | V(DISCONNECT) | V(POST) | V(SIGNAL))
#define ALL	(~0U)

#define T(name)	(1U << HVPORT_TYPE_##name)
#define TARGETS	(T(MESSAGE) | T(EVENT) | T(DOORBELL))	/* have a SINT and a VP */

#define PLACE(...) offsetof(struct options, __VA_ARGS__)
#define WIDTH(...) sizeof(((struct options *)NULL)->__VA_ARGS__)
#define TO(...) { PLACE(__VA_ARGS__), WIDTH(__VA_ARGS__) }
#define TEXT_TO(member) { PLACE(member), 0 }
#define NOWHERE { 0, 0 }

const struct option_spec option_table[OPTION_COUNT + 1] = {
	{ OPTION_TYPE, "type", "TYPE", MAKERS, MAKERS, 0, TO(type), type_words,
	  "message, event, monitor, doorbell, or a number" },
	{ OPTION_ID, "id", "N", MAKERS | OTHERS, OTHERS, 0, TO(id), NULL,
	  "id of the port or the connection" },
	{ OPTION_ANY_ID, "any-id", NULL, MAKERS, 0, 0, NOWHERE, NULL,
	  "in place of --id: the kernel picks a free one" },
	{ OPTION_HOLD, "hold", NULL, KEEPERS, 0, 0, NOWHERE, NULL,
	  "keep it until a signal or the end of the input pipe" },
	{ OPTION_PERSIST, "persist", NULL, KEEPERS, 0, 0, NOWHERE, NULL,
	  "in place of --hold: leave it in the hypervisor, for good" },
	{ OPTION_FOREIGN, "foreign", NULL, OTHERS, 0, 0, NOWHERE, NULL,
	  "act on what another process made or left" },
	{ OPTION_SINT, "sint", "N", PORTS, PORTS, TARGETS, TO(sint), NULL,
	  "synthetic interrupt source, 1 to 15" },
	{ OPTION_VP, "vp", "N", PORTS, 0, TARGETS, TO(vp), vp_words,
	  "virtual processor: any (default), self, or a number" },
	{ OPTION_BASE_FLAG, "base-flag", "N", PORTS, 0, T(EVENT), TO(base_flag), NULL,
	  "first event flag (default 0)" },
	{ OPTION_FLAG_COUNT, "flag-count", "N", PORTS, 0, T(EVENT), TO(flag_count), NULL,
	  "number of event flags (default 1)" },
	{ OPTION_ADDRESS, "address", "GPA", PORTS, PORTS, T(MONITOR), TO(address), NULL,
	  "guest physical address of the monitor page" },
	{ OPTION_ADDRESS, "address", "GPA", V(CONNECT), V(CONNECT), T(MONITOR) | T(DOORBELL),
	  TO(address), NULL, "guest physical address of the monitor page or doorbell" },
	{ OPTION_TRIGGER_VALUE, "trigger-value", "N", V(CONNECT), 0, T(DOORBELL),
	  TO(trigger_value), NULL, "value that rings the doorbell (default 0)" },
	{ OPTION_TRIGGER_SIZE, "trigger-size", "SIZE", V(CONNECT), 0, T(DOORBELL),
	  TO(trigger_size), trigger_size_words,
	  "size of the write: any (default), byte, word, dword, qword" },
	{ OPTION_ANY_VALUE, "any-value", NULL, V(CONNECT), 0, T(DOORBELL), NOWHERE, NULL,
	  "any value rings the doorbell" },
	{ OPTION_VTL, "vtl", "N", MAKERS, 0, 0, TO(vtl), NULL,
	  "virtual trust level that it lives at (default 0)" },
	{ OPTION_MIN_CONNECTION_VTL, "min-connection-vtl", "N", PORTS, 0, 0,
	  TO(min_connection_vtl), NULL,
	  "lowest virtual trust level that may connect (default 0)" },
	{ OPTION_PORT_PARTITION, "port-partition", "ID", MAKERS | V(DELETE), 0, 0,
	  TO(port_partition), partition_words,
	  "partition of the port: self (default) or a number" },
	{ OPTION_PORT_ID, "port-id", "N", V(CONNECT), V(CONNECT), 0, TO(port_id), NULL,
	  "id of the port to connect to" },
	{ OPTION_CONNECTION_PARTITION, "connection-partition", "ID", PORTS, 0, 0,
	  TO(connection_partition), partition_words,
	  "partition that may connect: 0 (default), self or a number" },
	{ OPTION_CONNECTION_PARTITION, "connection-partition", "ID", V(CONNECT) | V(DISCONNECT),
	  0, 0, TO(connection_partition), partition_words,
	  "partition of the connection: self (default) or a number" },
	{ OPTION_PROXIMITY_DOMAIN, "proximity-domain", "N", MAKERS, 0, 0,
	  TO(proximity_domain), NULL, "NUMA proximity domain for its memory" },
	{ OPTION_PREFERRED, "preferred", NULL, MAKERS, 0, 0, NOWHERE, NULL,
	  "the proximity domain is a preference, not a demand" },
	{ OPTION_IS_DOORBELL, "is-doorbell", NULL, V(DISCONNECT), 0, 0, NOWHERE, NULL,
	  "it is a doorbell connection" },
	{ OPTION_MESSAGE_TYPE, "message-type", "N", V(POST), V(POST), 0, TO(message_type), NULL,
	  "type of the message, 1 to 0x7fffffff" },
	{ OPTION_PAYLOAD, "payload", "TEXT", V(POST), 0, 0, TEXT_TO(payload), NULL,
	  "the message, as text" },
	{ OPTION_PAYLOAD_HEX, "payload-hex", "HEX", V(POST), 0, 0, TEXT_TO(payload_hex), NULL,
	  "the message, in hexadecimal" },
	{ OPTION_FLAG, "flag", "N", V(SIGNAL), V(SIGNAL), 0, TO(flag), NULL,
	  "event flag, counted from the port's first" },
	{ OPTION_JSON, "json", NULL, ALL, 0, 0, NOWHERE, NULL,
	  "print one line of JSON, also for a failure" },
	{ OPTION_HELP, "help", NULL, ALL, 0, 0, NOWHERE, NULL, "print this" },
	{ .name = NULL }
};
