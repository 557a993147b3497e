// SPDX-License-Identifier: GPL-2.0-only
/*
 * A call that is held up in the hypervisor while its file is closed, its process
 * killed, its connection taken away, or the list of ports read.
 */
#include <signal.h>
#include <sys/wait.h>
#include "hvport_held.h"
#include "hvport_module.h"

/* The descriptors go, the call goes on, and the module stays as long as it does */
static void close_meets_call(struct __test_metadata *_metadata, int *fd,
			     const struct kind *kind, bool deletes)
{
	struct caller call = {
		.call = deletes ? kind->delete : kind->make, .id = ID,
	};
	struct scene scene;

	begin(_metadata, *fd, kind, &scene);
	call.fd = scene.owner;
	if (deletes)
		EXPECT_SUCCESS(kind->make(scene.owner, ID, 0));
	EXPECT_SUCCESS(kind->make(scene.owner, ID + 1, 0));
	ASSERT_TRUE(caller_start_held(&call, deletes ? kind->delete_code :
						       kind->make_code, true));
	EXPECT_EQ(0, close(scene.owner));
	scene.owner = -1;
	if (!kind->is_connection) {
		EXPECT_EQ(0, close(*fd));
		*fd = -1;
	}
	EXPECT_EQ(EWOULDBLOCK, module_unload());
	EXPECT_EQ(deletes ? 1 : 2, kind->in_hypervisor());
	testhv_release();
	EXPECT_SUCCESS(caller_join(&call));
	if (*fd < 0)
		*fd = open_hvport();
	END(*fd, &scene);
}

TEST_F(hvport, closed_while_it_makes)
{
	close_meets_call(_metadata, &self->fd, variant->kind, false);
}

TEST_F(hvport, closed_while_it_deletes)
{
	close_meets_call(_metadata, &self->fd, variant->kind, true);
}

/* The last to have the file is a call of a process that is killed in it */
TEST_F(hvport, killed_while_it_makes)
{
	const struct kind *kind = variant->kind;
	int fd = self->fd;
	struct scene scene;
	int status;
	pid_t child;

	begin(_metadata, fd, kind, &scene);
	ASSERT_TRUE(testhv_hold(kind->make_code, true));
	child = fork();
	if (!child) {
		close(fd);
		pin_to(1);
		kind->make(scene.owner, ID, 0);
		pause();
	}
	close(scene.owner);
	scene.owner = -1;
	while (!testhv_stat(TESTHV_STAT_HELD) && !waitpid(child, &status, WNOHANG))
		sched_yield();
	EXPECT_EQ(1, kind->in_hypervisor());
	EXPECT_EQ(0, kill(child, SIGKILL));
	testhv_release();
	EXPECT_EQ(child, waitpid(child, &status, 0));
	END(fd, &scene);
}

/* What a port and a connection are used for, and what it is told when they are gone */
static const struct {
	struct outcome (*call)(int fd, __u32 id, __u32 flags);
	unsigned int code, type, status;
	bool of_connection;
} uses[] = {
	{ test_connect_id, CODE_CONNECT_PORT, 1, 0x11, false },
	{ test_post_id, CODE_POST_MESSAGE, 1, 0x12, true },
	{ test_signal_id, CODE_SIGNAL_EVENT, 2, 0x12, true },
};

/* Nothing is held for who uses it: whoever takes it away need not wait */
TEST_F(hvport, taken_away_while_it_is_used)
{
	struct caller user = { .fd = self->fd, .id = ID };
	struct hvport_create_port port;
	unsigned int i;

	ASSERT_TRUE(pin_to(0));
	for (i = 0; i < sizeof(uses) / sizeof(*uses); i++) {
		if (uses[i].of_connection != variant->kind->is_connection)
			continue;
		CASE("call %#x", uses[i].code);
		port = good_port_of_type(uses[i].type, ID);
		EXPECT_SUCCESS(test_create(self->fd, &port));
		if (uses[i].of_connection) {
			struct hvport_connect_port conn =
				good_connection(uses[i].type, ID);

			EXPECT_SUCCESS(test_connect(self->fd, &conn));
		}
		user.call = uses[i].call;
		user.done = false;
		ASSERT_TRUE(caller_start_held(&user, uses[i].code, false));
		if (uses[i].of_connection)
			EXPECT_SUCCESS(test_disconnect_id(self->fd, ID, 0));
		EXPECT_SUCCESS(test_delete_id(self->fd, ID, 0));
		testhv_release();
		EXPECT_HV_REFUSED(caller_join(&user), ENOENT, uses[i].status);
	}
}

/* A FOREIGN delete waits for who makes the object, who may be a long time about it */
TEST_F(hvport, killed_while_a_foreign_delete_waits)
{
	const struct kind *kind = variant->kind;
	struct caller maker = { .call = kind->make, .id = ID };
	int fd = self->fd;
	struct scene scene;
	int status;
	pid_t child;

	begin(_metadata, fd, kind, &scene);
	maker.fd = scene.owner;
	ASSERT_TRUE(caller_start_held(&maker, kind->make_code, false));
	child = fork();
	if (!child) {
		kind->delete(fd, ID, HVPORT_F_FOREIGN);
		_exit(0);
	}
	while (thread_state(child) != 'D')
		sched_yield();
	kill(child, SIGKILL);
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_EQ(1, testhv_stat(TESTHV_STAT_HELD));
	testhv_release();
	EXPECT_SUCCESS(caller_join(&maker));
	EXPECT_MADE(fd, 1);
	END(fd, &scene);
}

static void expect_nobodys(struct __test_metadata *_metadata, int fd,
			   const struct kind *kind)
{
	EXPECT_REFUSED(kind->delete(fd, ID, 0), ENOENT, 16);
	if (kind->is_connection)
		EXPECT_REFUSED(test_post_id(fd, ID, 0), ENOENT, 8);
}

/* It is not its owner's yet, or not any more, and nobody is asked about that */
TEST_F(hvport, used_while_it_is_held)
{
	const struct kind *kind = variant->kind;
	struct caller call = { .call = kind->make, .id = ID };
	int fd = self->fd;
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	call.fd = scene.owner;
	ASSERT_TRUE(caller_start_held(&call, kind->make_code, true));
	expect_nobodys(_metadata, scene.owner, kind);
	testhv_release();
	EXPECT_SUCCESS(caller_join(&call));

	call = (struct caller){
		.call = kind->delete, .fd = scene.owner, .id = ID,
	};
	ASSERT_TRUE(caller_start_held(&call, kind->delete_code, false));
	expect_nobodys(_metadata, scene.owner, kind);
	testhv_release();
	EXPECT_SUCCESS(caller_join(&call));
	END(fd, &scene);
}

/* In debugfs: who makes, who deletes, and not who looks for what nobody owns */
TEST_F(hvport, shown_while_it_is_held)
{
	const struct kind *kind = variant->kind;
	int fd = self->fd;
	struct caller call = { .call = kind->make, .id = ID };
	struct scene scene;

	begin(_metadata, fd, kind, &scene);
	call.fd = scene.owner;
	ASSERT_TRUE(caller_start_held(&call, kind->make_code, true));
	EXPECT_EQ(1, debugfs_lines(" reserved "));
	testhv_release();
	EXPECT_SUCCESS(caller_join(&call));
	EXPECT_EQ(0, debugfs_lines(" reserved "));

	call = (struct caller){
		.call = kind->delete, .fd = scene.owner, .id = ID,
	};
	ASSERT_TRUE(caller_start_held(&call, kind->delete_code, true));
	EXPECT_EQ(1, debugfs_lines(" claimed "));
	testhv_release();
	EXPECT_SUCCESS(caller_join(&call));

	call = foreign_delete(scene.owner, kind);
	ASSERT_TRUE(caller_start_held(&call, kind->delete_code, true));
	EXPECT_EQ(0, debugfs_lines(" claimed "));
	testhv_release();
	EXPECT_EQ(ENOENT, caller_join(&call).error);
	END(fd, &scene);
}

TEST_HARNESS_MAIN
