/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HVPORT_BOOT_DEBUG_KERNEL_H
#define HVPORT_BOOT_DEBUG_KERNEL_H

/* Leaks become lines of @verdict, "init: error: ..."; silent on other kernels */
void report_leaks(int verdict);

/* The lines that ran, for boot/run; nothing on other kernels */
void send_coverage(int verdict);

#endif
