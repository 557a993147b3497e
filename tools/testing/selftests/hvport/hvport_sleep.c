// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine sleeps and wakes up: what files own is still there, an own page has
 * been given back and is there again; and a page that is not there again is ENODEV.
 * Skipped unless HVPORT_SLEEP=1, because it stops the machine for a while.
 */
#include "hvport_fixture.h"
#include "hvport_module.h"
#include "hvport_needs.h"
#include "hvport_pm.h"

#define PORT		0x201
#define MSR_ENABLED	1
#define MSR_LOCKED	2

/* To idle, which every kernel can; 0 or errno */
static int sleep_for_a_while(const struct acpi_ports *ports)
{
	pm_wake_by_timer(ports);
	return pm_write(POWER "state", "freeze");
}

TEST_F(hvport, objects_outlive_suspend)
{
	uint64_t os_id, hypercall;
	struct hvport_info before, after;
	struct acpi_ports ports;

	if (!pm_find_ports(&ports))
		SKIP(return, NO_PM_TIMER);
	MAKE_PAIR(self->fd, 1, PORT);
	ASSERT_EQ(0, get_info(self->fd, &before));
	os_id = testhv_msr(MSR_GUEST_OS_ID, 0);
	hypercall = testhv_msr(MSR_HYPERCALL, 0);

	ASSERT_EQ(0, sleep_for_a_while(&ports));
	EXPECT_EQ(os_id, testhv_msr(MSR_GUEST_OS_ID, 0));
	EXPECT_EQ(hypercall, testhv_msr(MSR_HYPERCALL, 0));
	ASSERT_EQ(0, get_info(self->fd, &after));
	EXPECT_EQ(0, memcmp(&before, &after, sizeof(before)));
	EXPECT_PORTS(1);
	EXPECT_CONNECTIONS(1);
	EXPECT_SUCCESS(test_post_id(self->fd, PORT, 0));
	EXPECT_SUCCESS(test_disconnect_id(self->fd, PORT, 0));
	EXPECT_SUCCESS(test_delete_id(self->fd, PORT, 0));
}

static uint32_t page_mode(int fd)
{
	struct hvport_info info;

	return get_info(fd, &info) ? 0 : info.page_mode;
}

/* What there is while the page is gone; counted as left behind when @fd closes */
static void expect_enodev(struct __test_metadata *_metadata, int fd)
{
	struct hvport_create_port port = good_message_port(PORT + 1);

	EXPECT_REFUSED(test_create_id(fd, PORT + 1, 0), ENODEV, 0);
	EXPECT_REFUSED(test_create_id(fd, 0, HVPORT_F_ANY_ID), ENODEV, 0);
	EXPECT_REFUSED(test_delete_id(fd, PORT, 0), ENODEV, 0);
	EXPECT_REFUSED(test_delete_id(fd, PORT, HVPORT_F_FOREIGN), ENODEV, 0);
	EXPECT_REFUSED(test_disconnect_id(fd, PORT, 0), ENODEV, 0);
	EXPECT_REFUSED(test_post_id(fd, PORT, 0), ENODEV, 0);
	/* what asks nobody is answered as ever, and nothing of the above changed it */
	port.flags = HVPORT_F_VALIDATE_ONLY;
	EXPECT_SUCCESS(test_create(fd, &port));
	EXPECT_REFUSED(test_create_id(fd, PORT, 0), EEXIST, 16);
	EXPECT_EQ(1, ports_of_file(fd));
	EXPECT_EQ(1, connections_of_file(fd));
}

/*
 * The hypervisor has another value in the MSR when the machine wakes up: locked and
 * disabled where hvport wants its own page back, disabled where it uses the kernel's.
 */
TEST(page_that_does_not_come_back)
{
	struct acpi_ports ports;
	uint64_t hypercall;
	int fd, own;

	if (!testhv_present() || !module_file())
		SKIP(return, "needs the test hypervisor and HVPORT_KO");
	if (!pm_find_ports(&ports))
		SKIP(return, NO_PM_TIMER);
	fd = open_hvport();
	ASSERT_GE(fd, 0);
	own = page_mode(fd) == HVPORT_PAGE_OWNED;
	hypercall = testhv_msr(MSR_HYPERCALL, 0);
	MAKE_PAIR(fd, 1, PORT);

	testhv_ask(TESTHV_CMD_SET_HYPERCALL_MSR, own ? MSR_LOCKED : 0, 0);
	ASSERT_EQ(0, sleep_for_a_while(&ports));
	testhv_log_clear();
	expect_enodev(_metadata, fd);
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(0, testhv_port_calls());
	EXPECT_EQ(1, testhv_ports());

	/* As the guest's kernel had it; then hvport can be had again */
	testhv_ask(TESTHV_CMD_SET_HYPERCALL_MSR, own ? 0 : hypercall, 0);
	EXPECT_EQ(0, module_unload());
	EXPECT_EQ(0, module_load(""));
	fd = open_hvport();
	EXPECT_SUCCESS(test_disconnect_id(fd, PORT, HVPORT_F_FOREIGN));
	EXPECT_SUCCESS(test_delete_id(fd, PORT, HVPORT_F_FOREIGN));
	EXPECT_EQ(0, close(fd));
	EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
}

/*
 * How far the kernel goes to sleep before it comes back. "core" of "disk" wakes up as
 * if an image had been loaded, for which all that the old hypervisor had is gone.
 */
static const struct {
	const char *state;
	const char *level;
	bool lost;
} steps[] = {
	{ "freeze", "freezer", false },
	{ "freeze", "devices", false },
	{ "freeze", "platform", false },
	{ "mem", "devices", false },
	{ "mem", "core", false },
	{ "disk", "devices", false },
	{ "disk", "core", true },
};

static void go_as_far_as(struct __test_metadata *_metadata, int fd,
			 const char *state, const char *level, bool lost)
{
	int generation = fdinfo_number(fd, "hvport-generation:");
	int gone = fdinfo_number(fd, "hvport-lost:");
	struct hvport_info after;

	CASE("%s as far as %s", state, level);
	MAKE_PAIR(fd, 1, PORT);
	EXPECT_EQ(0, pm_write(POWER "pm_test", level)) SAY_CASE();
	EXPECT_EQ(0, pm_write(POWER "state", state)) SAY_CASE();
	EXPECT_EQ(0, get_info(fd, &after));
	EXPECT_EQ(generation + lost, fdinfo_number(fd, "hvport-generation:")) SAY_CASE();
	EXPECT_EQ(gone + 2 * lost, fdinfo_number(fd, "hvport-lost:")) SAY_CASE();
	EXPECT_EQ(!lost, after.ports_file) SAY_CASE();
	EXPECT_EQ(!lost, after.connections_file) SAY_CASE();
	if (lost)
		MAKE_PAIR(fd, 1, PORT);
	EXPECT_SUCCESS(test_post_id(fd, PORT, 0));
	EXPECT_SUCCESS(test_disconnect_id(fd, PORT, 0));
	EXPECT_SUCCESS(test_delete_id(fd, PORT, 0));
}

TEST_F_TIMEOUT(hvport, as_far_as_the_kernel_can_be_told, 120)
{
	unsigned int i;

	if (access(POWER "pm_test", W_OK))
		SKIP(return, "this kernel has no CONFIG_PM_DEBUG");
	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		if (pm_offers(POWER "state", steps[i].state))
			go_as_far_as(_metadata, self->fd, steps[i].state,
				     steps[i].level, steps[i].lost);
	}
	EXPECT_EQ(0, pm_write(POWER "pm_test", "none"));
}

static void __attribute__((constructor)) needs(void)
{
	const char *may = getenv("HVPORT_SLEEP");

	if (!may || strcmp(may, "1")) {
		ksft_print_header();
		ksft_exit_skip("HVPORT_SLEEP=1 lets it put the machine to sleep\n");
	}
	need_connect_privilege();
}

TEST_HARNESS_MAIN
