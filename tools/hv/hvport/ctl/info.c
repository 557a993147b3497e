// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvportctl info: HVPORT_GET_INFO in words or as JSON. Shows the raw numbers
 * too, as they are what a bug report needs.
 */
#include <stdio.h>

#include "hints.h"
#include "info.h"
#include "privileges.h"
#include "report.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* By number of the ioctl */
static const char *const ioctl_names[] = {
	"GET_INFO", "CREATE_PORT", "DELETE_PORT", "CONNECT_PORT", "DISCONNECT_PORT",
	"POST_MESSAGE", "SIGNAL_EVENT",
};

static const char *const isolation_names[] = { "none", "VBS", "SNP", "TDX" };

static const char *isolation_name(__u32 type)
{
	return type < ARRAY_SIZE(isolation_names) ? isolation_names[type] : "unknown";
}

static const char *page_mode_name(__u32 mode)
{
	if (mode == HVPORT_PAGE_ADOPTED)
		return "adopted";	/* the kernel's */
	if (mode == HVPORT_PAGE_OWNED)
		return "owned";		/* the module's */
	return "unknown";
}

static void print_names(const struct hvport_info *info)
{
	const struct privilege *privilege;
	size_t i;

	printf("privileges:       0x%016llx", info->privileges);
	for (privilege = privileges; privilege->name; privilege++)
		if (info->privileges & privilege->bit)
			printf(" %s", privilege->name);
	printf("\nlacking:         ");
	for (privilege = privileges; privilege->name; privilege++)
		if (!(info->privileges & privilege->bit))
			printf(" %s", privilege->name);
	printf("\nioctls:           0x%llx", info->ioctls);
	for (i = 0; i < ARRAY_SIZE(ioctl_names); i++)
		if (info->ioctls & (1ULL << i))
			printf(" %s", ioctl_names[i]);
	putchar('\n');
}

static void print_text(const struct hvport_info *info)
{
	printf("hypervisor:       %.16s, version %u.%u, build %u\n", info->vendor,
	       info->version_major, info->version_minor, info->version_build);
	printf("interface:        0x%08x \"%.4s\"\n", info->interface_signature,
	       (const char *)&info->interface_signature);
	print_names(info);
	printf("features:         0x%08x\n", info->features);
	printf("hints:            0x%08x\n", info->hints);
	printf("VPs supported:    %u\n", info->max_vps);
	printf("hypercall page:   %s\n", page_mode_name(info->page_mode));
	if (info->partition_id)
		printf("partition:        0x%llx\n", info->partition_id);
	else
		printf("partition:        not told\n");
	printf("isolation:        %s\n", isolation_name(info->isolation_type));
	printf("nested:           %s\n", info->nested ? "yes" : "no");
	printf("ports owned:      %u\n", info->ports_all);
	printf("connections:      %u\n", info->connections_all);
}

static void print_json(const struct options *options, const struct hvport_info *info)
{
	struct json_object *object = out_new(options, true);
	const struct privilege *privilege;
	struct json_object *names;

	out_text(object, "vendor", info->vendor);
	out_hex(object, "interface_signature", info->interface_signature);
	out_number(object, "version_major", info->version_major);
	out_number(object, "version_minor", info->version_minor);
	out_number(object, "version_build", info->version_build);
	out_hex(object, "privileges", info->privileges);
	names = out_member(object, "has_privilege");
	for (privilege = privileges; privilege->name; privilege++)
		out_bool(names, privilege->name, info->privileges & privilege->bit);
	out_hex(object, "features", info->features);
	out_hex(object, "hints", info->hints);
	out_number(object, "max_vps", info->max_vps);
	out_text(object, "page_mode", page_mode_name(info->page_mode));
	out_hex(object, "partition_id", info->partition_id);
	out_text(object, "isolation_type", isolation_name(info->isolation_type));
	out_bool(object, "nested", info->nested);
	out_hex(object, "ioctls", info->ioctls);
	out_number(object, "ports_all", info->ports_all);
	out_number(object, "connections_all", info->connections_all);
	out_finish(object);
}

int run_info(const struct options *options)
{
	struct hvport_info info = { 0 };
	struct hvport_failure failure;
	int fd = hvport_open();
	int error;

	if (fd < 0)
		return report_unreachable(options, "open " HVPORT_DEVICE, fd, hint_for_open(-fd));
	error = hvport_get_info(fd, &info);
	hvport_close(fd);
	if (error) {
		hvport_explain(HVPORT_GET_INFO, error, &info, &failure);
		return report_failure(options, &failure, hint_for(options->verb, &failure),
				      EXIT_REFUSED);
	}
	info.vendor[sizeof(info.vendor) - 1] = '\0';
	if (option_given(options, OPTION_JSON))
		print_json(options, &info);
	else
		print_text(&info);
	return EXIT_OK;
}
