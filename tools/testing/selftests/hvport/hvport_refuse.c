// SPDX-License-Identifier: GPL-2.0-only
/*
 * A machine on which hvport must not load: every attempt is ENODEV with one
 * line that says why, and leaves everything as it was. Which reason it is here
 * is said by HVPORT_REFUSAL in the environment: a part of that line. Without
 * it all is skipped, because to load a module is not a test's business then.
 */
#include "kselftest_harness.h"
#include "hvport_kmsg.h"
#include "hvport_module.h"
#include "testhv.h"

#define ATTEMPTS	5

/* How many lines of the module's own there are; how many of them say @why */
static int lines_of_module(int kmsg, const char *why, int *saying_why)
{
	int level, lines = 0;
	char *text;

	*saying_why = 0;
	while ((text = kmsg_next(kmsg, &level))) {
		if (strncmp(text, "hvport: ", 8) || kmsg_is_not_ours(text))
			continue;
		lines++;
		*saying_why += !!strstr(text, why);
		printf("# kernel log: <%d>%s\n", level, text);
	}
	return lines;
}

TEST(attempt_is_enodev)
{
	unsigned int attempt;

	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		EXPECT_EQ(ENODEV, module_load(""));
		EXPECT_FALSE(module_is_loaded());
	}
}

TEST(attempt_says_why_in_one_line)
{
	const char *why = getenv("HVPORT_REFUSAL");
	int kmsg = kmsg_open(), saying_why;
	unsigned int attempt;

	ASSERT_GE(kmsg, 0);
	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		module_load("");
		EXPECT_EQ(1, lines_of_module(kmsg, why, &saying_why));
		EXPECT_EQ(1, saying_why);
	}
}

TEST(attempt_leaves_no_device)
{
	module_load("");
	EXPECT_EQ(-1, open("/dev/hvport", O_RDWR));
	EXPECT_EQ(ENOENT, errno);
	EXPECT_NE(0, access("/sys/class/misc/hvport", F_OK));
	EXPECT_NE(0, access("/sys/kernel/debug/hvport", F_OK));
}

TEST(attempt_leaves_the_msrs)
{
	uint64_t os_id, hypercall;
	unsigned int attempt, ports;

	if (!testhv_present())
		SKIP(return, NEEDS_TESTHV);

	ports = testhv_ports();
	os_id = testhv_msr(MSR_GUEST_OS_ID, 0);
	hypercall = testhv_msr(MSR_HYPERCALL, 0);
	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		module_load("");
		EXPECT_EQ(os_id, testhv_msr(MSR_GUEST_OS_ID, 0));
		EXPECT_EQ(hypercall, testhv_msr(MSR_HYPERCALL, 0));
	}
	EXPECT_EQ(ports, testhv_ports());
	EXPECT_EQ(0, testhv_ask(TESTHV_CMD_TAKE_VIOLATIONS, 0, 0));
}

static void __attribute__((constructor)) needs(void)
{
	const char *why = NULL;

	if (!getenv("HVPORT_REFUSAL"))
		why = "HVPORT_REFUSAL does not say that hvport must not load";
	else if (!module_file())
		why = NEEDS_MODULE;
	if (!why)
		return;
	ksft_print_header();
	ksft_exit_skip("%s\n", why);
}

TEST_HARNESS_MAIN
