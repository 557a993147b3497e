// SPDX-License-Identifier: GPL-2.0-only
/*
 * What there is of ports and connections when a program has ended, by what hvport and
 * the test hypervisor say, and its removal.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "bytes.h"
#include "guest.h"
#include "testhv.h"

#define DEVICE		"/dev/hvport"
#define LIMITS		"/sys/module/hvport/parameters/max_objects"
#define PORTS_ALL	96	/* in the struct of GET_INFO */
#define CONNECTIONS_ALL	100

static int device = -1;

int device_open(void)
{
	return open(DEVICE, O_RDWR | O_CLOEXEC);
}

bool device_init(void)
{
	device = device_open();
	return device >= 0;
}

void device_info(uint8_t *info)
{
	memset(info, 0, INFO_SIZE);
	put_bytes(info, 0, 4, INFO_SIZE);
	if (ioctl(device, IOCTL(GET_INFO), info))
		memset(info, 0xff, INFO_SIZE);
}

bool device_delete(bool connection, uint64_t partition, uint32_t id, bool is_doorbell)
{
	enum model_nr nr = connection ? DISCONNECT_PORT : DELETE_PORT;
	uint8_t arg[32] = { 0 };

	put_bytes(arg, 0, 4, model_calls[nr].size);
	put_bytes(arg, 4, 4, FOREIGN);
	put_bytes(arg, 8, 8, partition);
	put_bytes(arg, 16, 4, id);
	arg[20] = is_doorbell;
	return !ioctl(device, IOCTL(nr), arg);
}

/* Of several threads nobody knows who has left what */
void device_sweep(void)
{
	struct testhv_regs r = { 0 };

	while (testhv_cmd(TESTHV_CMD_READ_CONNECTION, &r) != TESTHV_ERROR &&
	       device_delete(true, r.rbx, r.rcx, r.rsi == TYPE_DOORBELL))
		r = (struct testhv_regs){ 0 };
	while (testhv_read_port(0, &r) && device_delete(false, r.rbx, r.rcx, false))
		;
}

bool device_idle(char *why, size_t size)
{
	uint8_t info[INFO_SIZE];

	device_info(info);
	if (all_zero(info, PORTS_ALL, 8))
		return true;
	snprintf(why, size, "left: %u ports and %u connections of hvport",
		 (unsigned int)get_bytes(info, PORTS_ALL, 4),
		 (unsigned int)get_bytes(info, CONNECTIONS_ALL, 4));
	return false;
}

bool device_empty(char *why, size_t size)
{
	if (!device_idle(why, size))
		return false;
	if (!testhv_ports() && !testhv_connections())
		return true;
	snprintf(why, size, "left: %u ports and %u connections of the hypervisor", testhv_ports(),
		 testhv_connections());
	return false;
}

/*
 * ANY_ID goes through the ids from a random start. Half of all ids away from where it is
 * now, nobody will meet it.
 */
uint32_t device_far_id(void)
{
	uint8_t arg[72] = { 0 };
	uint32_t id;

	put_bytes(arg, 0, 4, sizeof(arg));
	put_bytes(arg, 4, 4, ANY_ID);
	put_bytes(arg, 8, 8, ~0ull);
	put_bytes(arg, 32, 4, TYPE_MESSAGE);
	put_bytes(arg, 40, 4, 1);
	put_bytes(arg, 44, 4, ~0u);
	if (ioctl(device, IOCTL(CREATE_PORT), arg))
		return 0;
	id = get_bytes(arg, 16, 4);
	device_delete(false, ~0ull, id, false);
	return id ^ 0x800000;
}

static bool write_number(const char *path, unsigned int value)
{
	FILE *file = fopen(path, "we");
	bool good;

	if (!file)
		return false;
	good = fprintf(file, "%u", value) > 0;
	return !fclose(file) && good;
}

bool device_limit(unsigned int of_file, unsigned int of_all)
{
	return write_number(LIMITS "_per_file", of_file) && write_number(LIMITS, of_all);
}
