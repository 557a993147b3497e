// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading and unloading, again and again: each time the machine is found as it
 * was before, and an open file keeps the module where it is. It begins and ends
 * with the module loaded or not, as it was found, and is skipped unless
 * HVPORT_KO names the module's file.
 */
#include "hvport_kmsg.h"
#include "hvport_module.h"
#include "hvport_msr.h"
#include "hvport_needs.h"

#define ROUNDS	50

/* The machine without the module */
struct found {
	bool testhv;
	bool msrs;	/* they can be read */
	uint64_t os_id, hypercall;
};

FIXTURE(module) {
	bool was_loaded;
	struct found found;
	int kmsg;
};

FIXTURE_SETUP(module)
{
	self->was_loaded = module_is_loaded();
	if (self->was_loaded)
		ASSERT_EQ(0, module_unload());
	self->kmsg = kmsg_open();
	self->found.testhv = testhv_present();
	self->found.msrs = read_partition_msr(MSR_GUEST_OS_ID, &self->found.os_id) &&
			   read_partition_msr(MSR_HYPERCALL, &self->found.hypercall);
}

static uint64_t msr_now(uint32_t msr)
{
	uint64_t value = ~0ULL;

	read_partition_msr(msr, &value);
	return value;
}

static void expect_as_found(struct __test_metadata *_metadata,
			    const struct found *found)
{
	EXPECT_FALSE(module_is_loaded()) SAY_CASE();
	EXPECT_NE(0, access(HVPORT_DEVICE, F_OK)) SAY_CASE();
	if (found->msrs) {
		EXPECT_EQ(found->os_id, msr_now(MSR_GUEST_OS_ID)) SAY_CASE();
		EXPECT_EQ(found->hypercall, msr_now(MSR_HYPERCALL)) SAY_CASE();
	}
	if (found->testhv)
		EXPECT_EQ(0, testhv_ports()) SAY_CASE();
}

FIXTURE_TEARDOWN(module)
{
	int level;
	char *text;

	if (module_is_loaded())
		EXPECT_EQ(0, module_unload());
	expect_as_found(_metadata, &self->found);
	if (self->found.testhv)
		EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
	/* loading may say something, but nothing that is wrong */
	while (self->kmsg >= 0 && (text = kmsg_next(self->kmsg, &level))) {
		if (!strstr(text, "hvport") || kmsg_is_not_ours(text))
			continue;
		EXPECT_GE(level, 5)
			TH_LOG("kernel log: <%d>%s", level, text);
	}
	if (self->was_loaded)
		EXPECT_EQ(0, module_load(""));
}

/* While it is loaded: an adopted page is as it was, an owned one is new */
static void expect_page(struct __test_metadata *_metadata,
			const struct found *found, int fd)
{
	struct hvport_info info;

	ASSERT_EQ(0, get_info(fd, &info));
	if (!found->msrs)
		return;
	EXPECT_EQ(1, msr_now(MSR_HYPERCALL) & 1) SAY_CASE();
	if (info.page_mode == 1) {
		EXPECT_EQ(found->os_id, msr_now(MSR_GUEST_OS_ID));
		EXPECT_EQ(found->hypercall, msr_now(MSR_HYPERCALL));
		return;
	}
	EXPECT_EQ(2, info.page_mode);
	EXPECT_EQ(0, found->hypercall & 1);
	EXPECT_NE(0, msr_now(MSR_GUEST_OS_ID));
}

TEST_F_TIMEOUT(module, many_times, 300)
{
	struct hvport_info info;
	unsigned int round;
	int fd;

	for (round = 0; round < ROUNDS; round++) {
		CASE("round %u", round);
		ASSERT_EQ(0, module_load("")) SAY_CASE();
		fd = open_hvport();
		ASSERT_GE(fd, 0) SAY_CASE();
		expect_page(_metadata, &self->found, fd);
		ASSERT_EQ(0, get_info(fd, &info));
		if (has_create_privilege(&info)) {
			EXPECT_SUCCESS(test_create_id(fd, 0x91, 0));
			EXPECT_SUCCESS(test_create_id(fd, 0x92, 0));
		}
		EXPECT_EQ(0, close(fd));
		ASSERT_EQ(0, module_unload()) SAY_CASE();
		expect_as_found(_metadata, &self->found);
	}
}

TEST_F(module, unused)
{
	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, module_unload());
}

TEST_F(module, twice_is_once_too_often)
{
	ASSERT_EQ(0, module_load(""));
	EXPECT_EQ(EEXIST, module_load(""));
	ASSERT_EQ(0, module_unload());
	EXPECT_EQ(ENOENT, module_unload());
}

TEST_F(module, open_file_keeps_it_loaded)
{
	int fd, copy;

	ASSERT_EQ(0, module_load(""));
	fd = open_hvport();
	ASSERT_GE(fd, 0);
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	copy = dup(fd);
	close(fd);
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	EXPECT_EQ(0, ports_of_file(copy));
	close(copy);
	EXPECT_EQ(0, module_unload());
}

/* It holds on to the module whoever has it, until a killed owner is gone */
TEST_F(module, killed_owner_lets_go_of_it)
{
	int said[2], status;
	char byte;
	pid_t child;

	ASSERT_EQ(0, module_load(""));
	ASSERT_EQ(0, pipe(said));
	child = fork();
	if (!child) {
		int fd = open_hvport();

		test_create_id(fd, 0x93, 0);
		status = write(said[1], "", 1);
		pause();
	}
	EXPECT_EQ(1, read(said[0], &byte, 1));
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	kill(child, SIGKILL);
	EXPECT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(0, module_unload());
}

/* What was left to persist is not known to the next one that is loaded */
TEST_F(module, persistent_port_is_forgotten)
{
	int fd;

	ASSERT_EQ(0, module_load(""));
	if (!may_create_ports())
		SKIP(return, "this partition has no CreatePort privilege");
	fd = open_hvport();
	EXPECT_SUCCESS(test_create_id(fd, 0x94, HVPORT_F_PERSIST));
	close(fd);
	ASSERT_EQ(0, module_unload());
	if (self->found.testhv)
		EXPECT_TRUE(testhv_has_port(0x94));

	ASSERT_EQ(0, module_load(""));
	fd = open_hvport();
	EXPECT_REFUSED(test_delete_id(fd, 0x94, 0), ENOENT, 16);
	EXPECT_SUCCESS(test_delete_id(fd, 0x94, HVPORT_F_FOREIGN));
	close(fd);
}

static void __attribute__((constructor)) needs(void)
{
	need_module_file();
}

TEST_HARNESS_MAIN
