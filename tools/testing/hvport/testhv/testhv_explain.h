/* SPDX-License-Identifier: GPL-2.0-only */
/* Values of fields in plain words, for the tables of testhv_blocks.c. */
#ifndef TESTHV_EXPLAIN_H
#define TESTHV_EXPLAIN_H

const char *explain_number(unsigned long long value);
const char *explain_must_be_zero(unsigned long long value);
const char *explain_partition(unsigned long long value);
const char *explain_target_vp(unsigned long long value);
const char *explain_sint(unsigned long long value);
const char *explain_vtl(unsigned long long value);
const char *explain_address(unsigned long long value);
const char *explain_proximity_flags(unsigned long long value);
const char *explain_doorbell_flags(unsigned long long value);
const char *explain_is_doorbell(unsigned long long value);

#endif /* TESTHV_EXPLAIN_H */
