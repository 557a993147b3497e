/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef TESTHV_PROFILE_H
#define TESTHV_PROFILE_H

/* Set up the partition as the hypervisor's command line says; panics on what it does not know */
void profile_apply(const char *command_line);

#endif /* TESTHV_PROFILE_H */
