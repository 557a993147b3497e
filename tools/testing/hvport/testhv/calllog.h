/* SPDX-License-Identifier: GPL-2.0-only */
/* The log of hypercalls, for the tests and for people. */
#ifndef TESTHV_CALLLOG_H
#define TESTHV_CALLLOG_H

#include "testhv_control.h"
#include "types.h"

struct vp;

/* A new entry with the registers of the call that VP makes */
struct testhv_log_entry *calllog_begin(struct vp *vp);

/* The entry is complete: print it if that was asked for */
void calllog_end(const char *name, const struct testhv_log_entry *entry);

/* log=calls: from now on every entry is printed as well */
void calllog_print_all(void);

void calllog_clear(void);
u64 calllog_total(void);	/* since boot */
u64 calllog_count(void);	/* kept since calllog_clear() */

/* 0 is the oldest; NULL if there is none */
const struct testhv_log_entry *calllog_get(u64 index);

#endif /* TESTHV_CALLLOG_H */
