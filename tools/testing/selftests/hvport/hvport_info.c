// SPDX-License-Identifier: GPL-2.0-only
/*
 * HVPORT_GET_INFO: every word of it is what CPUID says to this very program,
 * and the ioctls that it claims are there. Runs on any machine that has hvport.
 */
#include <cpuid.h>
#include "hvport_fixture.h"
#include "hvport_msr.h"
#include "hvport_needs.h"

struct cpuid {
	unsigned int eax, ebx, ecx, edx;
};

static struct cpuid cpuid_of(unsigned int leaf)
{
	struct cpuid c;

	__cpuid(leaf, c.eax, c.ebx, c.ecx, c.edx);
	return c;
}

TEST_F(hvport, vendor_is_text)
{
	struct cpuid c = cpuid_of(0x40000000);
	char vendor[16] = "";
	struct hvport_info info;

	memcpy(vendor, &c.ebx, 4);
	memcpy(vendor + 4, &c.ecx, 4);
	memcpy(vendor + 8, &c.edx, 4);

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, memcmp(vendor, info.vendor, sizeof(vendor)));
}

TEST_F(hvport, identity_is_cpuid)
{
	struct cpuid c = cpuid_of(0x40000002);
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0x31237648, info.interface_signature);
	EXPECT_EQ(c.ebx >> 16, info.version_major);
	EXPECT_EQ(c.ebx & 0xffff, info.version_minor);
	EXPECT_EQ(c.eax, info.version_build);
}

TEST_F(hvport, offers_are_cpuid)
{
	struct cpuid features = cpuid_of(0x40000003);
	struct cpuid hints = cpuid_of(0x40000004);
	struct cpuid limits = cpuid_of(0x40000005);
	__u64 privileges = (__u64)features.ebx << 32 | features.eax;
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(privileges, info.privileges);
	EXPECT_EQ(features.edx, info.features);
	EXPECT_EQ(hints.eax, info.hints);
	EXPECT_EQ(limits.eax, info.max_vps);
	EXPECT_EQ((hints.eax >> 12) & 1, info.nested);
}

TEST_F(hvport, isolation_is_cpuid)
{
	unsigned int isolation = 0;
	struct hvport_info info;

	if (cpuid_of(0x40000003).ebx & (1U << 22))
		isolation = cpuid_of(0x4000000c).ebx & 0xf;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(isolation, info.isolation_type);
}

TEST_F(hvport, partition_id_needs_its_privilege)
{
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ((info.privileges >> 33) & 1, info.partition_id != 0);
	if (self->testhv && info.partition_id)
		EXPECT_EQ(testhv_ask(TESTHV_CMD_IDENTITY, 0, 0),
			  info.partition_id);
}

TEST_F(hvport, page_is_adopted_or_owned)
{
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_GE(info.page_mode, 1);
	EXPECT_LE(info.page_mode, 2);
}

TEST_F(hvport, page_is_enabled)
{
	uint64_t hypercall, os_id;

	if (!read_partition_msr(MSR_HYPERCALL, &hypercall) ||
	    !read_partition_msr(MSR_GUEST_OS_ID, &os_id))
		SKIP(return, NEEDS_MSR);

	EXPECT_EQ(1, hypercall & 1);
	/* TLFS, guest OS id: bit 63 is that of open source systems */
	EXPECT_EQ(1, os_id >> 63);
}

/* A number is listed if, and only if, there is something behind it */
TEST_F(hvport, ioctls_are_those_that_exist)
{
	struct hvport_info info;
	unsigned int nr;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(7, info.ioctls & 7);
	for (nr = 0; nr < 64; nr++) {
		CASE("ioctl number %u", nr);
		EXPECT_EQ(-1, ioctl(self->fd, _IO(0xbd, nr), NULL)) SAY_CASE();
		EXPECT_EQ((info.ioctls >> nr) & 1 ? EFAULT : ENOTTY, errno)
			SAY_CASE();
	}
}

/* Any flag is one too many, and there is no result to say so in */
TEST_F(hvport, any_flag_is_refused)
{
	struct hvport_info info;
	unsigned int bit;

	for (bit = 0; bit < 32; bit++) {
		CASE("flag bit %u", bit);
		memset(&info, 0, sizeof(info));
		info.size = 104;
		info.flags = 1U << bit;
		EXPECT_EQ(-1, ioctl(self->fd, HVPORT_GET_INFO, &info))
			SAY_CASE();
		EXPECT_EQ(EOPNOTSUPP, errno) SAY_CASE();
	}
}

/* One of a program that was built for a later module */
TEST_F(hvport, larger_struct)
{
	struct {
		struct hvport_info info;
		__u64 later[2];
	} arg = { .info.size = sizeof(arg) };
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	ASSERT_EQ(0, ioctl(self->fd, HVPORT_GET_INFO, &arg));
	EXPECT_EQ(sizeof(arg), arg.info.size);
	EXPECT_EQ(0, arg.later[0] | arg.later[1]);
	info.size = sizeof(arg);
	EXPECT_EQ(0, memcmp(&info, &arg.info, sizeof(info)));
}

TEST_F(hvport, writes_all_of_the_struct_and_no_more)
{
	unsigned char frame[GUARD + 104 + GUARD];
	struct hvport_info one, other;
	unsigned int at;

	memset(frame, POISON, sizeof(frame));
	memset(frame + GUARD, 0, 8);
	frame[GUARD] = 104;
	ASSERT_EQ(0, ioctl(self->fd, HVPORT_GET_INFO, frame + GUARD));
	for (at = 0; at < GUARD; at++) {
		EXPECT_EQ(POISON, frame[at]);
		EXPECT_EQ(POISON, frame[GUARD + 104 + at]);
	}

	/* nothing of what the caller left there shines through */
	memcpy(&one, frame + GUARD, sizeof(one));
	memset(&other, 0, sizeof(other));
	other.size = 104;
	ASSERT_EQ(0, ioctl(self->fd, HVPORT_GET_INFO, &other));
	EXPECT_EQ(0, memcmp(&one, &other, sizeof(one)));
}

TEST_F(hvport, makes_no_hypercall)
{
	struct hvport_info info;

	if (!self->testhv)
		SKIP(return, NEEDS_TESTHV);

	testhv_log_clear();
	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, testhv_port_calls());
	EXPECT_EQ(0, testhv_calls(0x0046));
}

TEST_F(hvport, new_file_owns_nothing)
{
	struct hvport_info info;

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(0, info.ports_file);
	EXPECT_EQ(0, info.connections_file);
}

TEST_F(hvport, counts_ports_by_file_and_in_all)
{
	struct hvport_info before, info;
	int other = open_hvport();

	if (!may_create_ports())
		SKIP(return, "this partition has no CreatePort privilege");

	ASSERT_EQ(0, get_info(self->fd, &before));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x101, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, 0x102, 0));
	EXPECT_SUCCESS(test_create_id(other, 0x103, 0));

	ASSERT_EQ(0, get_info(self->fd, &info));
	EXPECT_EQ(2, info.ports_file);
	EXPECT_EQ(before.ports_all + 3, info.ports_all);
	ASSERT_EQ(0, get_info(other, &info));
	EXPECT_EQ(1, info.ports_file);
	EXPECT_EQ(before.ports_all + 3, info.ports_all);

	EXPECT_SUCCESS(test_delete_id(self->fd, 0x101, 0));
	EXPECT_EQ(1, ports_of_file(self->fd));
	EXPECT_EQ(before.ports_all + 2, ports_of_all(other));

	close(other);
	EXPECT_EQ(before.ports_all + 1, ports_of_all(self->fd));
}

static void __attribute__((constructor)) needs(void)
{
	need_device();
}

TEST_HARNESS_MAIN
