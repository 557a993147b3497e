// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every answer that the hypervisor can give to the calls that make and delete ports
 * and connections: the errno that summarizes it, the raw status beside it, one call
 * and no more, and a registry that is as if it had not been made. The answers are
 * scripted. Those to POST_MESSAGE and SIGNAL_EVENT are in hvport_use.
 */
#include "hvport_fixture.h"
#include "hvport_kind.h"
#include "hvport_needs.h"
#include "expected_status.h"

#define ID	0x71

FIXTURE_VARIANT(hvport) {
	const struct kind *kind;
};

FIXTURE_VARIANT_ADD(hvport, port) { .kind = &port_kind };
FIXTURE_VARIANT_ADD(hvport, connection) { .kind = &connection_kind };

TEST_F_TIMEOUT(hvport, of_make, 120)
{
	const struct kind *kind = variant->kind;
	unsigned int index, status;

	MAKE_TARGET(kind, self->fd, ID);
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1, status));
		EXPECT_HV_REFUSED(kind->make(self->fd, ID, 0),
				  expected_errno(kind->make_code, status), status);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();
		EXPECT_EQ(0, kind->of_file(self->fd)) SAY_CASE();
		EXPECT_REFUSED(kind->delete(self->fd, ID, 0), ENOENT, 16);
		if (kind->is_connection)
			EXPECT_REFUSED(test_post_id(self->fd, ID, 0), ENOENT, 8);

		/* the id is as free as before */
		EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
		EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
	}
}

/* Whatever flag goes with it */
TEST_F_TIMEOUT(hvport, of_persistent_make, 120)
{
	const struct kind *kind = variant->kind;
	unsigned int index, status;

	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1, status));
		EXPECT_HV_REFUSED(kind->make(self->fd, ID, HVPORT_F_PERSIST),
				  expected_errno(kind->make_code, status), status);
		EXPECT_EQ(0, kind->of_file(self->fd)) SAY_CASE();
	}
}

TEST_F_TIMEOUT(hvport, of_delete, 120)
{
	const struct kind *kind = variant->kind;
	unsigned int index, status;

	MAKE_TARGET(kind, self->fd, ID);
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		testhv_log_clear();
		ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1, status));
		EXPECT_HV_REFUSED(kind->delete(self->fd, ID, 0),
				  expected_errno(kind->delete_code, status), status);
		EXPECT_EQ(1, testhv_port_calls()) SAY_CASE();

		/* it is as owned as before */
		EXPECT_EQ(1, kind->of_file(self->fd)) SAY_CASE();
		EXPECT_REFUSED(kind->make(self->fd, ID, 0), EEXIST, 16);
	}
	if (kind->is_connection)
		EXPECT_SUCCESS(test_post_id(self->fd, ID, 0));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));
}

TEST_F_TIMEOUT(hvport, of_foreign_delete, 120)
{
	const struct kind *kind = variant->kind;
	unsigned int index, status;

	for (index = 0; (status = status_of_case(index)); index++) {
		CASE("status %#x", status);
		ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1, status));
		EXPECT_HV_REFUSED(kind->delete(self->fd, ID, HVPORT_F_FOREIGN),
				  expected_errno(kind->delete_code, status), status);
	}
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
	const struct kind *kind = variant->kind;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		if (answers[i].code != kind->make_code)
			continue;
		CASE("status %#x", answers[i].status);
		ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1, answers[i].status));
		EXPECT_HV_REFUSED(kind->make(self->fd, ID, 0), answers[i].error,
				  answers[i].status);
	}
}

/* The status is 16 bits of the result; what is above them means nothing */
#define JUNK	0xa5a5a5a5a5a40000ULL

TEST_F(hvport, upper_bits_of_the_result_mean_nothing)
{
	const struct kind *kind = variant->kind;
	struct testhv_log_entry call;

	MAKE_TARGET(kind, self->fd, ID);
	if (!testhv_fault(kind->make_code, 0, 1, 0x06 | JUNK))
		SKIP(return, "testhv cannot script a whole result");
	EXPECT_HV_REFUSED(kind->make(self->fd, ID, 0), EACCES, 0x06);
	ASSERT_TRUE(testhv_find_call(kind->make_code, 0, &call));
	EXPECT_EQ(0x06 | JUNK, call.result);

	ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1,
				 TESTHV_FAULT_PERFORM | JUNK));
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	EXPECT_TRUE(kind->has(ID));
	ASSERT_TRUE(testhv_fault(kind->delete_code, 0, 1,
				 TESTHV_FAULT_PERFORM | JUNK));
	EXPECT_SUCCESS(kind->delete(self->fd, ID, 0));

	/* it is one like others when the file closes */
	ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1,
				 TESTHV_FAULT_PERFORM | JUNK));
	EXPECT_SUCCESS(kind->make(self->fd, ID, 0));
	CLOSE_FILE();
	EXPECT_EQ(0, kind->in_hypervisor());
}

/* The wrapper's "no hypercall page" is all ones; this is only its last word */
TEST_F(hvport, highest_status_is_a_status)
{
	const struct kind *kind = variant->kind;

	ASSERT_TRUE(testhv_fault(kind->make_code, 0, 1, 0xffff));
	EXPECT_HV_REFUSED(kind->make(self->fd, ID, 0), EIO, 0xffff);
}

static void __attribute__((constructor)) needs(void)
{
	need_connect_privilege();
	need_testhv();
}

TEST_HARNESS_MAIN
