// SPDX-License-Identifier: GPL-2.0-only
/*
 * HV_STATUS to errno, against the list that the selftests typed from the
 * documentation. An input is a call code and a status.
 */
#include "bytes.h"
#include "expect.h"
#include "expected_status.h"
#include "status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned int code, status;
	int is, expected;

	if (size < 4)
		return 0;
	code = get_bytes(data, 0, 2);
	status = get_bytes(data, 2, 2);
	is = -hvport_status_errno(code, status);
	expected = expected_errno(code, status);
	EXPECT(is == expected, "call 0x%04x, status 0x%04x: errno %d, should be %d",
	       code, status, is, expected);
	return 0;
}
