/* SPDX-License-Identifier: GPL-2.0-only */
/* Fields that several calls have in common, judged by their TLFS data types. */
#ifndef TESTHV_CHECK_H
#define TESTHV_CHECK_H

#include "types.h"

/* HV_VTL */
u16 check_vtl(u8 vtl);

/* HV_PROXIMITY_DOMAIN_INFO */
u16 check_proximity(u32 domain, u32 flags);

#endif /* TESTHV_CHECK_H */
