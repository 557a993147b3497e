/* SPDX-License-Identifier: GPL-2.0-only */
/* A logged hypercall in plain words, for somebody who never read the TLFS. */
#ifndef TESTHV_DECODE_H
#define TESTHV_DECODE_H

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

struct testhv_log_entry;

void decode_call(unsigned long long number, const struct testhv_log_entry *entry);

const char *decode_port_type(unsigned long long type);

/* What the number is that TESTHV_CMD_READ_PORT gives for a port of this type */
const char *decode_port_target(unsigned long long type);

/* The name of a call, and its input block; testhv_blocks.c */
const char *block_name(unsigned int code);
void block_print(unsigned int code, const unsigned char *input);

#endif /* TESTHV_DECODE_H */
