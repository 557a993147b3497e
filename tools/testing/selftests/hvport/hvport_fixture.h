/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The surroundings of a test that works on an open /dev/hvport. After every
 * test: the hypervisor holds no port and no connection, saw no rule of the TLFS
 * broken, and the kernel's log says nothing of hvport above debug level.
 */
#ifndef HVPORT_FIXTURE_H
#define HVPORT_FIXTURE_H

#include "hvport_connection.h"
#include "hvport_kmsg.h"

FIXTURE(hvport) {
	int fd;
	int kmsg;
	bool testhv;
};

FIXTURE_SETUP(hvport)
{
	self->testhv = testhv_present();
	if (self->testhv)
		testhv_log_clear();
	self->kmsg = kmsg_open();
	self->fd = open_hvport();
	ASSERT_GE(self->fd, 0);
}

FIXTURE_TEARDOWN(hvport)
{
	if (self->testhv)
		testhv_fault_clear();
	if (self->fd >= 0)
		EXPECT_EQ(0, close(self->fd));
	if (self->testhv) {
		EXPECT_EQ(0, testhv_connections());
		EXPECT_EQ(0, testhv_ports());
		disconnect_everything();
		delete_all_ports();
		EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
	}
	if (self->kmsg >= 0)
		EXPECT_EQ(0, kmsg_loud_lines(self->kmsg));
	close(self->kmsg);
}

/* The file's last close, by the test itself */
#define CLOSE_FILE()							\
do {									\
	EXPECT_EQ(0, close(self->fd));					\
	self->fd = -1;							\
} while (0)

#endif /* HVPORT_FIXTURE_H */
