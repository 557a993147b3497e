// SPDX-License-Identifier: GPL-2.0-only
/*
 * The errno of every status that a hypervisor can answer, known or not, to every
 * call, against the table of the documentation of the ioctls.
 */
#include "proof.h"
#include "status.h"

#define CREATE_PORT	0x0095
#define CONNECT_PORT	0x0096

static int expected(u16 code, u16 status)
{
	switch (status) {
	case 0:
		return 0;
	case 0x06:
		return -EACCES;
	case 0x08:
		return -EPERM;
	case 0x03: case 0x04: case 0x05: case 0x09: case 0x0a: case 0x0d:
	case 0x0e: case 0x1a: case 0x51:
		return -EINVAL;
	case 0x10:
		return -ENOENT;
	case 0x11:
		return code == CREATE_PORT ? -EEXIST : -ENOENT;
	case 0x12:
		return code == CONNECT_PORT ? -EEXIST : -ENOENT;
	case 0x0b: case 0x73: case 0x75: case 0x83:
		return -ENOMEM;
	case 0x13:
		return -EAGAIN;
	case 0x07: case 0x15: case 0x18: case 0x19:
		return -EBUSY;
	case 0x02: case 0x1e: case 0x20:
		return -EOPNOTSUPP;
	case 0x1d:
		return -ENOSPC;
	default:
		return -EIO;
	}
}

int main(void)
{
	u16 code = nondet_u16(), status = nondet_u16();
	int error = hvport_status_errno(code, status);

	PROVE(error == expected(code, status), "the errno is the documented one");
	PROVE(!error == !status, "success is success and nothing else is");
	return 0;
}
