// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hibernation, with the machine started anew: the kernel that wakes up finds itself
 * on another hypervisor, which knows nothing of the ports that were made before.
 * HVPORT_HIBERNATE names a disk that is overwritten; without it all is skipped.
 * Who starts the machine sees to it that the image is found, by resume= on the
 * kernel's command line or by writing to /sys/power/resume.
 */
#include <sys/swap.h>
#include "hvport_fixture.h"
#include "hvport_needs.h"
#include "hvport_pm.h"
#include "hvport_pool.h"

#define PORT	0x301
#define KEPT	0x310	/* PERSIST */

#define SWAP_PAGE	4096

/* A swap area, as mkswap(8) makes it: version and last page at 1024, signature at the end */
static int make_swap(const char *disk)
{
	static uint8_t page[SWAP_PAGE];
	int fd = open(disk, O_RDWR | O_CLOEXEC);
	off_t size = lseek(fd, 0, SEEK_END);
	uint32_t header[] = { 1, size / SWAP_PAGE - 1 };
	int error = EEXIST;

	/* What a machine that did not take its image would find here is that image */
	if (pread(fd, page, sizeof(page), 0) == sizeof(page) && !page[SWAP_PAGE - 1]) {
		memcpy(page + 1024, header, sizeof(header));
		memcpy(page + SWAP_PAGE - 10, "SWAPSPACE2", 10);
		error = pwrite(fd, page, sizeof(page), 0) != sizeof(page) || fsync(fd) ? errno : 0;
	}
	close(fd);
	return error ?: swapon(disk, 0) ? errno : 0;
}

/* 0 or errno; "reboot": the machine starts anew instead of being switched off */
static int hibernate(void)
{
	return pm_write(POWER "disk", "reboot") ?: pm_write(POWER "state", "disk");
}

/*
 * What the new hypervisor heard of hvport so far. Where hvport may know the number of
 * its partition, which is always the same here, that all is to go, for nothing. Else
 * the ids could be those of somebody else.
 */
static void expect_deletes_in_vain(struct __test_metadata *_metadata, bool same_partition)
{
	unsigned int index, calls = testhv_stat(TESTHV_STAT_LOG_ENTRIES);
	uint64_t head[4];	/* control word, input, output, result */

	if (!same_partition) {
		EXPECT_EQ(0, testhv_port_calls());
		return;
	}
	EXPECT_EQ(1, testhv_calls(CODE_DISCONNECT_PORT));
	EXPECT_EQ(4, testhv_calls(CODE_DELETE_PORT));
	EXPECT_EQ(5, testhv_port_calls());
	for (index = 0; index < calls; index++) {
		testhv_log_read(index, 0, head);
		if (is_port_code(head[0] & 0xffff))
			EXPECT_NE(0, head[3] & 0xffff);
	}
}

TEST_F(hvport, ends_the_life_of_ports)
{
	long lost = debugfs_counter("lost"), left = debugfs_counter("left_behind");
	const char *disk = getenv("HVPORT_HIBERNATE");
	uint64_t hypercall = testhv_msr(MSR_HYPERCALL, 0);
	struct hvport_info before, after;
	int generation = fdinfo_number(self->fd, "hvport-generation:");
	int other = open_hvport();
	__u32 type;

	for (type = 1; type <= 4; type++) {
		struct hvport_create_port port = good_port_of_type(type, PORT + type);

		EXPECT_SUCCESS(test_create(self->fd, &port));
	}
	EXPECT_SUCCESS(test_connect_id(self->fd, PORT + 1, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, KEPT, HVPORT_F_PERSIST));
	ASSERT_EQ(0, get_info(self->fd, &before));
	ASSERT_EQ(5, before.ports_file);

	ASSERT_EQ(0, make_swap(disk));
	ASSERT_EQ(0, hibernate());

	/* Another life of the machine, the same of this program */
	EXPECT_EQ(0, swapoff(disk));
	EXPECT_EQ(hypercall, testhv_msr(MSR_HYPERCALL, 0));
	EXPECT_EQ(0, testhv_ports());
	EXPECT_EQ(0, testhv_connections());
	expect_deletes_in_vain(_metadata, before.partition_id);

	ASSERT_EQ(0, get_info(self->fd, &after));
	EXPECT_EQ(before.page_mode, after.page_mode);
	EXPECT_EQ(before.partition_id, after.partition_id);
	EXPECT_EQ(generation + 1, fdinfo_number(self->fd, "hvport-generation:"));
	EXPECT_EQ(6, fdinfo_number(self->fd, "hvport-lost:"));
	EXPECT_EQ(0, after.ports_file);
	EXPECT_EQ(0, after.connections_file);
	EXPECT_EQ(0, after.ports_all);
	EXPECT_EQ(0, after.connections_all);
	EXPECT_EQ(generation + 1, fdinfo_number(other, "hvport-generation:"));
	EXPECT_EQ(0, fdinfo_number(other, "hvport-lost:"));
	EXPECT_EQ(0, close(other));
	EXPECT_EQ(lost + 6, debugfs_counter("lost"));
	EXPECT_EQ(left, debugfs_counter("left_behind"));

	/* Nobody has them, and they can be had */
	EXPECT_REFUSED(test_post_id(self->fd, PORT + 1, 0), ENOENT, 8);
	EXPECT_REFUSED(test_disconnect_id(self->fd, PORT + 1, 0), ENOENT, 16);
	EXPECT_REFUSED(test_delete_id(self->fd, PORT + 1, 0), ENOENT, 16);
	EXPECT_REFUSED(test_delete_id(self->fd, KEPT, 0), ENOENT, 16);
	MAKE_PAIR(self->fd, 1, PORT + 1);
	EXPECT_SUCCESS(test_post_id(self->fd, PORT + 1, 0));
	EXPECT_SUCCESS(test_create_id(self->fd, KEPT, 0));
	EXPECT_PORTS(2);
	EXPECT_CONNECTIONS(1);
}

/* Memory that the hypervisor has cannot be in an image, so there is none */
TEST_F(hvport, is_refused_while_memory_is_lent)
{
	struct hvport_create_port port = good_message_port(PORT);
	struct testhv_regs identity = { 0 };
	struct hvport_info before, after;

	testhv_cmd(TESTHV_CMD_IDENTITY, &identity);
	if (!(identity.rsi & ACCESS_MEMORY_POOL))
		SKIP(return, NO_POOL_PRIVILEGE);
	ASSERT_TRUE(pool_set(0, 0x0b));
	ASSERT_EQ(0, ioctl(self->fd, HVPORT_CREATE_PORT, &port));
	EXPECT_EQ(1, port.result.deposits);
	ASSERT_EQ(0, get_info(self->fd, &before));
	EXPECT_EQ(EBUSY, hibernate());
	ASSERT_EQ(0, get_info(self->fd, &after));
	EXPECT_EQ(0, memcmp(&before, &after, sizeof(before)));
	EXPECT_PORTS(1);
	EXPECT_SUCCESS(test_delete_id(self->fd, PORT, 0));
	EXPECT_TRUE(pool_set(TESTHV_POOL_UNLIMITED, 0x0b));
}

static void __attribute__((constructor)) needs(void)
{
	const char *why = NULL;

	if (!getenv("HVPORT_HIBERNATE"))
		why = "HVPORT_HIBERNATE names no disk that may be overwritten";
	else if (!pm_offers(POWER "state", "disk"))
		why = "this kernel cannot hibernate";
	if (why) {
		ksft_print_header();
		ksft_exit_skip("%s\n", why);
	}
	need_connect_privilege();
	need_testhv();
}

TEST_HARNESS_MAIN
