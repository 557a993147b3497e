/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_TRAP_H
#define TESTHV_TRAP_H

/* Exceptions of the hypervisor itself: fill the table once, load it on each processor */
void trap_init(void);
void trap_load(void);

#endif /* TESTHV_TRAP_H */
