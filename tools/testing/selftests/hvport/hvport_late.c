// SPDX-License-Identifier: GPL-2.0-only
/*
 * A process closes a file while the machine goes down, when the hypervisor is just
 * asked to delete the first of what is held: nothing of it may be overlooked. What
 * became of it is in the hypervisor's log (scenario "poweroff-smp" in
 * tools/testing/hvport/boot). Skipped unless HVPORT_LEAVE=1, because it leaves the
 * module in use.
 */
#include <signal.h>
#include "hvport_caller.h"
#include "hvport_leave.h"

static struct outcome close_it(int fd, __u32 id, __u32 flags)
{
	struct outcome got = { 0 };

	if (close(fd))
		got.error = errno;
	return got;
}

/* Three ports, of which the call that is held up may have taken one */
static void close_when_it_goes_down(int tell)
{
	struct caller closer = { .call = close_it, .fd = open_hvport() };
	int kept = open_hvport();
	char error = 0;
	__u32 id;

	signal(SIGUSR1, SIG_IGN);
	for (id = LEFT_ID; id < LEFT_ID + 3; id++)
		error |= test_create_id(closer.fd, id, 0).error;
	error |= test_create_id(kept, KEPT_ID, 0).error;
	error |= !testhv_hold(CODE_DELETE_PORT, false);
	if (write(tell, &error, 1) != 1 || error)
		_exit(1);
	while (!testhv_stat(TESTHV_STAT_HELD))
		sched_yield();
	/* the other one may have no time for anybody but the call */
	closer.cpu = sched_getcpu();
	caller_start(&closer);
	caller_settle(&closer);
	testhv_release();
	for (;;)
		pause();
}

TEST(somebody_closes_at_the_end)
{
	if (!may_leave())
		SKIP(return, MAY_NOT_LEAVE);
	if (!callers_can_be_held())
		SKIP(return, NEEDS_TWO_PROCESSORS);
	EXPECT_EQ(0, leave_behind(close_when_it_goes_down));
}

TEST_HARNESS_MAIN
