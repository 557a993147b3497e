// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every answer that the hypervisor can give to CONNECT_PORT, DISCONNECT_PORT,
 * POST_MESSAGE and SIGNAL_EVENT: the errno that summarizes it, the raw status
 * beside it, one call and no more, and a registry that is as if it had not been
 * made. The answers are scripted.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_status.h"

/* The status of case number @index, 0 behind the last one */
static unsigned int status_of_case(unsigned int index)
{
	if (index < ARRAY_SIZE(expected_status))
		return expected_status[index].status;
	index -= ARRAY_SIZE(expected_status);
	return index < ARRAY_SIZE(unlisted_status) ? unlisted_status[index] : 0;
}

TEST_F_TIMEOUT(hvport, of_connect, 120)
{
	unsigned int index, status;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x71, 0));
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_CONNECT_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_connect_id(self->fd, 0x71, 0),
				  expected_errno(CODE_CONNECT_PORT, status),
				  status);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, connections_of_file(self->fd)) SAY_CASE();
		EXPECT_REFUSED(test_disconnect_id(self->fd, 0x71, 0), ENOENT,
			       16);
		EXPECT_REFUSED(test_post_id(self->fd, 0x71, 0), ENOENT, 8);

		/* the id is as free as before */
		EXPECT_SUCCESS(test_connect_id(self->fd, 0x71, 0));
		EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x71, 0));
	}
}

TEST_F_TIMEOUT(hvport, of_disconnect, 120)
{
	unsigned int index, status;

	MAKE_PAIR(self->fd, 1, 0x72);
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0x72, 0),
				  expected_errno(CODE_DISCONNECT_PORT, status),
				  status);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();

		/* the connection is as owned as before */
		EXPECT_EQ(1, connections_of_file(self->fd)) SAY_CASE();
		EXPECT_REFUSED(test_connect_id(self->fd, 0x72, 0), EEXIST, 16);
	}
	EXPECT_SUCCESS(test_post_id(self->fd, 0x72, 0));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, 0x72, 0));
}

TEST_F_TIMEOUT(hvport, of_foreign_disconnect, 120)
{
	unsigned int index, status;

	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		ASSERT_TRUE(testhv_fault(CODE_DISCONNECT_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_disconnect_id(self->fd, 0x73,
						     HVPORT_F_FOREIGN),
				  expected_errno(CODE_DISCONNECT_PORT, status),
				  status);
	}
}

TEST_F_TIMEOUT(hvport, of_post, 120)
{
	unsigned int index, status;

	MAKE_PAIR(self->fd, 1, 0x74);
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_POST_MESSAGE, 0, 2, status));
		EXPECT_HV_REFUSED(test_post_id(self->fd, 0x74, 0),
				  expected_errno(CODE_POST_MESSAGE, status),
				  status);
		EXPECT_HV_REFUSED(test_post_id(self->fd, 0x74,
					       HVPORT_F_FOREIGN),
				  expected_errno(CODE_POST_MESSAGE, status),
				  status);
		EXPECT_EQ(2, testhv_port_calls()) SAY_CASE();
	}
	EXPECT_SUCCESS(test_post_id(self->fd, 0x74, 0));
}

TEST_F_TIMEOUT(hvport, of_signal, 120)
{
	unsigned int index, status;

	MAKE_PAIR(self->fd, 2, 0x75);
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_SIGNAL_EVENT, 0, 2, status));
		EXPECT_HV_REFUSED(test_signal_id(self->fd, 0x75, 0),
				  expected_errno(CODE_SIGNAL_EVENT, status),
				  status);
		EXPECT_HV_REFUSED(test_signal_id(self->fd, 0x75,
						 HVPORT_F_FOREIGN),
				  expected_errno(CODE_SIGNAL_EVENT, status),
				  status);
		EXPECT_EQ(2, testhv_port_calls()) SAY_CASE();
	}
	EXPECT_SUCCESS(test_signal_id(self->fd, 0x75, 0));
}

/* The same words mean something else from another call */
TEST_F(hvport, ids_that_are_taken_and_ids_that_are_not_there)
{
	static const struct {
		unsigned int code, status;
		int error;
	} answers[] = {
		{ CODE_CREATE_PORT, 0x11, EEXIST },
		{ CODE_CREATE_PORT, 0x12, ENOENT },
		{ CODE_CONNECT_PORT, 0x11, ENOENT },
		{ CODE_CONNECT_PORT, 0x12, EEXIST },
	};
	struct outcome got;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		CASE("status %#x from call %#x", answers[i].status,
		     answers[i].code);
		ASSERT_TRUE(testhv_fault(answers[i].code, 0, 1,
					 answers[i].status));
		got = answers[i].code == CODE_CREATE_PORT ?
			test_create_id(self->fd, 0x76, 0) :
			test_connect_id(self->fd, 0x76, 0);
		EXPECT_HV_REFUSED(got, answers[i].error, answers[i].status);
	}
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	need_testhv();
}

TEST_HARNESS_MAIN
