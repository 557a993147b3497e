/* SPDX-License-Identifier: GPL-2.0-only */
/* The other partition: it does what a test in the guest tells it to. */
#ifndef TESTHV_PEER_H
#define TESTHV_PEER_H

#include "types.h"

struct port;

/* Its ports, which are there from the start and belong to no table; or NULL */
struct port *peer_port(u32 id);

/* TESTHV_PEER_*: do it and say in @status what it got; false if there is no such thing */
bool peer_do(u64 action, u32 id, u64 first, u64 second, u16 *status);

#endif /* TESTHV_PEER_H */
