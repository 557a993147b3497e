/* SPDX-License-Identifier: GPL-2.0-only */
/* A logged hypercall in plain words, for somebody who never read the TLFS. */
#ifndef TESTHV_DECODE_H
#define TESTHV_DECODE_H

#include <stdint.h>

struct testhv_log_entry;

void decode_call(uint64_t number, const struct testhv_log_entry *entry);

const char *decode_port_type(uint64_t type);

/* What the number is that TESTHV_CMD_READ_PORT gives for a port of this type */
const char *decode_port_target(uint64_t type);

#endif /* TESTHV_DECODE_H */
