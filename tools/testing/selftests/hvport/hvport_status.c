// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every answer that the hypervisor can give to CREATE_PORT and DELETE_PORT: the
 * errno that summarizes it, the raw status beside it, and a registry that is as
 * if the call had not been made. The answers are scripted.
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

TEST_F_TIMEOUT(hvport, of_create, 120)
{
	unsigned int index, status;

	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_create_id(self->fd, 0x71, 0),
				  expected_errno(CODE_CREATE_PORT, status),
				  status);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
		EXPECT_REFUSED(test_delete_id(self->fd, 0x71, 0), ENOENT, 16);

		/* the id is as free as before */
		EXPECT_SUCCESS(test_create_id(self->fd, 0x71, 0));
		EXPECT_SUCCESS(test_delete_id(self->fd, 0x71, 0));
	}
}

TEST_F_TIMEOUT(hvport, of_delete, 120)
{
	unsigned int index, status;

	EXPECT_SUCCESS(test_create_id(self->fd, 0x72, 0));
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_delete_id(self->fd, 0x72, 0),
				  expected_errno(CODE_DELETE_PORT, status),
				  status);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();

		/* the port is as owned as before */
		EXPECT_EQ(1, ports_of_file(self->fd)) SAY_CASE();
		EXPECT_REFUSED(test_create_id(self->fd, 0x72, 0), EEXIST, 16);
	}
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x72, 0));
}

TEST_F_TIMEOUT(hvport, of_foreign_delete, 120)
{
	unsigned int index, status;

	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_delete_id(self->fd, 0x73,
						 HVPORT_F_FOREIGN),
				  expected_errno(CODE_DELETE_PORT, status),
				  status);
	}
}

/* Whatever flag goes with it */
TEST_F_TIMEOUT(hvport, of_persistent_create, 120)
{
	unsigned int index, status;

	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, status));
		EXPECT_HV_REFUSED(test_create_id(self->fd, 0x74,
						 HVPORT_F_PERSIST),
				  expected_errno(CODE_CREATE_PORT, status),
				  status);
		EXPECT_EQ(0, ports_of_file(self->fd)) SAY_CASE();
	}
}

/* The status is 16 bits of the result; what is above them means nothing */
#define JUNK	0xa5a5a5a5a5a40000ULL

TEST_F(hvport, upper_bits_of_the_result_mean_nothing)
{
	struct testhv_log_entry call;

	if (!testhv_fault(CODE_CREATE_PORT, 0, 1, 0x06 | JUNK))
		SKIP(return, "testhv cannot script a whole result");
	EXPECT_HV_REFUSED(test_create_id(self->fd, 0x75, 0), EACCES, 0x06);
	ASSERT_TRUE(testhv_find_call(CODE_CREATE_PORT, 0, &call));
	EXPECT_EQ(0x06 | JUNK, call.result);

	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1,
				 TESTHV_FAULT_PERFORM | JUNK));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x75, 0));
	EXPECT_TRUE(testhv_has_port(0x75));
	ASSERT_TRUE(testhv_fault(CODE_DELETE_PORT, 0, 1,
				 TESTHV_FAULT_PERFORM | JUNK));
	EXPECT_SUCCESS(test_delete_id(self->fd, 0x75, 0));

	/* it is a port like others when the file closes */
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1,
				 TESTHV_FAULT_PERFORM | JUNK));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x75, 0));
	CLOSE_FILE();
	EXPECT_EQ(0, testhv_ports());
}

/* The wrapper's "no hypercall page" is all ones; this is only its last word */
TEST_F(hvport, highest_status_is_a_status)
{
	ASSERT_TRUE(testhv_fault(CODE_CREATE_PORT, 0, 1, 0xffff));
	EXPECT_HV_REFUSED(test_create_id(self->fd, 0x76, 0), EIO, 0xffff);
}

static void __attribute__((constructor)) needs(void)
{
	need_create_privilege();
	need_testhv();
}

TEST_HARNESS_MAIN
