/* SPDX-License-Identifier: GPL-2.0-only */
/* The surroundings of a sweep over the scenario, at whose end nothing is left. */
#ifndef HVPORT_SWEEP_H
#define HVPORT_SWEEP_H

#include "hvport_model.h"

FIXTURE(sweep) {
	int kmsg;
	bool may_deposit;
};

FIXTURE_SETUP(sweep)
{
	self->may_deposit = has_pool_privilege();
	self->kmsg = kmsg_open();
}

FIXTURE_TEARDOWN(sweep)
{
	testhv_fault_clear();
	pool_set(TESTHV_POOL_UNLIMITED, 0x0b);
	disconnect_everything();
	delete_all_ports();
	close(self->kmsg);
}

#endif /* HVPORT_SWEEP_H */
