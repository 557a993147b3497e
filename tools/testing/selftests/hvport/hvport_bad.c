// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything that hvport must refuse by itself: one field of a good argument is
 * changed, and errno, stage and field must say so, without a hypercall. The
 * cases are in expected_fields.h; the registry's refusals are at the end. Who
 * may do what is in hvport_cap.
 */
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "expected_fields.h"

FIXTURE(arg) {
	int fd;
	int kmsg;
	bool testhv;
	__u8 arg[LARGEST_ARG];
};

FIXTURE_VARIANT(arg) {
	enum expected_nr nr;
	unsigned int type;
};

FIXTURE_VARIANT_ADD(arg, create_message) { NR_CREATE, MESSAGE };
FIXTURE_VARIANT_ADD(arg, create_event) { NR_CREATE, EVENT };
FIXTURE_VARIANT_ADD(arg, create_monitor) { NR_CREATE, MONITOR };
FIXTURE_VARIANT_ADD(arg, create_doorbell) { NR_CREATE, DOORBELL };
FIXTURE_VARIANT_ADD(arg, delete) { NR_DELETE, ANY };
FIXTURE_VARIANT_ADD(arg, connect_message) { NR_CONNECT, MESSAGE };
FIXTURE_VARIANT_ADD(arg, connect_event) { NR_CONNECT, EVENT };
FIXTURE_VARIANT_ADD(arg, connect_monitor) { NR_CONNECT, MONITOR };
FIXTURE_VARIANT_ADD(arg, connect_doorbell) { NR_CONNECT, DOORBELL };
FIXTURE_VARIANT_ADD(arg, disconnect) { NR_DISCONNECT, ANY };
FIXTURE_VARIANT_ADD(arg, post) { NR_POST, ANY };
FIXTURE_VARIANT_ADD(arg, signal) { NR_SIGNAL, ANY };

FIXTURE_SETUP(arg)
{
	self->testhv = testhv_present();
	if (self->testhv)
		testhv_log_clear();
	self->kmsg = kmsg_open();
	self->fd = open_hvport();
	ASSERT_GE(self->fd, 0);
	good_arg(self->arg, variant->nr, variant->type);
}

/* Nothing was asked of the hypervisor in all of a test, nothing was printed */
FIXTURE_TEARDOWN(arg)
{
	EXPECT_NO_CALLS();
	EXPECT_EQ(0, ports_of_file(self->fd));
	close(self->fd);
	if (self->kmsg >= 0)
		EXPECT_EQ(0, kmsg_loud_lines(self->kmsg));
}

static void expect_refused(struct __test_metadata *_metadata, int fd,
			   const __u8 *arg, const struct edit *edit)
{
	__u8 copy[LARGEST_ARG];

	memcpy(copy, arg, sizeof(copy));
	CASE("ioctl %u, type %u, flags %#llx: %#llx at %u", edit->nr,
	     edit->type, (unsigned long long)peek(arg, 4, 4),
	     (unsigned long long)peek(arg, edit->at, edit->width), edit->at);
	EXPECT_REFUSED(hvport_call(fd, _IO(0xbd, edit->nr), copy), edit->error,
		       edit->bad_field);
}

/* Or else all that follows would prove nothing */
TEST_F(arg, unchanged_is_good)
{
	unsigned long cmd = _IO(0xbd, variant->nr);

	if (variant->nr == NR_CREATE || variant->nr == NR_CONNECT) {
		poke(self->arg, 4, 4, 1);
		EXPECT_SUCCESS(hvport_call(self->fd, cmd, self->arg));
		return;
	}
	/* well formed, but nobody owns such an object */
	EXPECT_REFUSED(hvport_call(self->fd, cmd, self->arg), ENOENT,
		       id_field(variant->nr));
}

TEST_F(arg, each_bit)
{
	unsigned int index, bit;
	__u8 copy[LARGEST_ARG];

	for (index = 0; index < ARRAY_SIZE(bad_bits); index++) {
		const struct edit *edit = &bad_bits[index];

		for (bit = 0; bit < 64; bit++) {
			if (!fits(edit, variant->nr, variant->type) ||
			    !(edit->value >> bit & 1))
				continue;
			memcpy(copy, self->arg, sizeof(copy));
			copy[edit->at + bit / 8] ^= 1 << bit % 8;
			expect_refused(_metadata, self->fd, copy, edit);
		}
	}
}

TEST_F(arg, each_value)
{
	__u8 copy[LARGEST_ARG];
	unsigned int index;

	for (index = 0; index < ARRAY_SIZE(bad_values); index++) {
		if (!fits(&bad_values[index], variant->nr, variant->type))
			continue;
		memcpy(copy, self->arg, sizeof(copy));
		apply(copy, &bad_values[index]);
		expect_refused(_metadata, self->fd, copy, &bad_values[index]);
	}
}

/* Which offset is named is not documented: the array's or the element's */
TEST_F(arg, later_elements_of_reserved_arrays)
{
	__u8 copy[LARGEST_ARG];
	struct outcome got;
	unsigned int index;

	for (index = 0; index < ARRAY_SIZE(bad_array_bits); index++) {
		const struct edit *edit = &bad_array_bits[index];

		if (!fits(edit, variant->nr, variant->type))
			continue;
		CASE("element at %u", edit->at);
		memcpy(copy, self->arg, sizeof(copy));
		poke(copy, edit->at, 8, 1);
		got = hvport_call(self->fd, _IO(0xbd, edit->nr), copy);
		if (got.bad_field == edit->at)
			got.bad_field = edit->bad_field;
		EXPECT_REFUSED(got, edit->error, edit->bad_field);
	}
}

/* Of two bad fields the one with the lower offset is named, flags before all */
TEST_F(arg, lowest_offset_first)
{
	struct edit list[64], *first;
	unsigned int one, two, count;
	__u8 copy[LARGEST_ARG];

	count = one_of_each(list, ARRAY_SIZE(list), variant->nr, variant->type);
	ASSERT_GT(count, 2);
	for (one = 0; one < count; one++) {
		for (two = 0; two < count; two++) {
			first = &list[one];
			if (first->bad_field >= list[two].bad_field)
				continue;
			memcpy(copy, self->arg, sizeof(copy));
			apply(copy, &list[two]);
			apply(copy, first);
			expect_refused(_metadata, self->fd, copy, first);
		}
	}
}

TEST_F(hvport, any_id_and_validate_only_check_fields_too)
{
	struct hvport_create_port port = good_message_port(0);

	port.reserved_z0 = 1;
	port.flags = HVPORT_F_ANY_ID;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 22);
	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 22);
	port.flags = HVPORT_F_PERSIST;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 22);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, taken_id)
{
	int other = open_hvport();

	if (!may_create_ports())
		SKIP(return, "this partition has no CreatePort privilege");

	EXPECT_SUCCESS(test_create_id(self->fd, 0x77, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_create_id(self->fd, 0x77, 0), EEXIST, 16);
	EXPECT_REFUSED(test_create_id(other, 0x77, 0), EEXIST, 16);
	EXPECT_REFUSED(test_create_id(other, 0x77, HVPORT_F_PERSIST), EEXIST,
		       16);
	EXPECT_NO_CALLS();
	close(other);
}

/* A malformed request says so, whether or not its id is taken */
TEST_F(hvport, fields_before_registry)
{
	struct hvport_create_port port = good_message_port(0x77);
	struct hvport_delete_port del = good_delete(0x78);

	if (!may_create_ports())
		SKIP(return, "this partition has no CreatePort privilege");

	EXPECT_SUCCESS(test_create(self->fd, &port));
	port.proximity_domain_info.flags = 2;
	EXPECT_REFUSED(test_create(self->fd, &port), EINVAL, 60);
	del.reserved = 1;
	EXPECT_REFUSED(test_delete(self->fd, &del), EINVAL, 20);
}

TEST_F(hvport, delete_of_what_is_not_there)
{
	EXPECT_REFUSED(test_delete_id(self->fd, 0, 0), ENOENT, 16);
	EXPECT_REFUSED(test_delete_id(self->fd, 1, 0), ENOENT, 16);
	EXPECT_REFUSED(test_delete_id(self->fd, 0xffffff, 0), ENOENT, 16);
	EXPECT_NO_CALLS();
}

TEST_F(hvport, delete_of_what_another_file_owns)
{
	int other = open_hvport();

	if (!may_create_ports())
		SKIP(return, "this partition has no CreatePort privilege");

	EXPECT_SUCCESS(test_create_id(self->fd, 0x77, 0));
	if (self->testhv)
		testhv_log_clear();
	EXPECT_REFUSED(test_delete_id(other, 0x77, 0), EPERM, 16);
	EXPECT_NO_CALLS();
	close(other);
	EXPECT_EQ(1, ports_of_file(self->fd));
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
}

TEST_HARNESS_MAIN
