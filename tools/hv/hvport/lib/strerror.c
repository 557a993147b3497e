// SPDX-License-Identifier: MIT
/*
 * Failures in words: which call, errno, who refused, what the hypervisor said,
 * which field and what was in it.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "fields.h"
#include "libhvport.h"

static void explain_field(const struct hvport_operation *operation, const void *arg,
			  struct hvport_failure *failure)
{
	const struct hvport_field *field;

	if (!failure->bad_field)
		return;
	field = hvport_find_field(operation, arg, failure->bad_field);
	if (!field)
		return;
	failure->field = field->name;
	failure->value = hvport_field_value(field, arg);
}

static void explain_result(const struct hvport_operation *operation, const void *arg,
			   struct hvport_failure *failure)
{
	struct hvport_result result;

	memcpy(&result, arg + operation->result, sizeof(result));
	failure->stage = result.stage;
	failure->deposits = result.deposits;
	failure->hv_status = result.hv_status;
	if (result.hv_status)
		failure->status_name = hvport_status_name(result.hv_status);
	failure->bad_field = result.bad_field;
	explain_field(operation, arg, failure);
}

void hvport_explain(unsigned int request, int error, const void *arg,
		    struct hvport_failure *failure)
{
	const struct hvport_operation *operation = hvport_find_operation(request);

	memset(failure, 0, sizeof(*failure));
	/* INT_MIN is no errno, and its opposite is no int */
	failure->error = error < 0 && error != INT_MIN ? -error : error;
	failure->error_name = strerrorname_np(failure->error);
	failure->error_text = strerrordesc_np(failure->error);
	if (!failure->error_name)
		failure->error_name = "unknown errno";
	if (!failure->error_text)
		failure->error_text = "unknown error";
	if (!operation)
		return;
	failure->call = operation->name;
	if (arg && operation->result)
		explain_result(operation, arg, failure);
}

static void describe_status(const struct hvport_failure *failure, char *text, size_t size)
{
	if (failure->status_name)
		snprintf(text, size, ": %s (0x%04x)", failure->status_name, failure->hv_status);
	else if (failure->hv_status)
		snprintf(text, size, ": HV_STATUS 0x%04x", failure->hv_status);
}

static void describe_field(const struct hvport_failure *failure, char *text, size_t size)
{
	if (failure->field)
		snprintf(text, size, ": %s = %llu (0x%llx)", failure->field,
			 failure->value, failure->value);
	else if (failure->bad_field)
		snprintf(text, size, ": the field at offset %u", failure->bad_field);
}

static void describe_deposits(const struct hvport_failure *failure, char *text, size_t size)
{
	if (failure->deposits)
		snprintf(text, size, ", after %u pages of memory were deposited",
			 failure->deposits);
}

static const char *describe_stage(__u8 stage)
{
	if (stage == HVPORT_STAGE_KERNEL)
		return ", refused by the kernel";
	if (stage == HVPORT_STAGE_HYPERVISOR)
		return ", refused by the hypervisor";
	return "";
}

const char *hvport_strerror(unsigned int request, int error, const void *arg,
			    char *buffer, size_t size)
{
	char status[80] = "", field[128] = "", deposits[64] = "";
	struct hvport_failure failure;

	hvport_explain(request, error, arg, &failure);
	describe_status(&failure, status, sizeof(status));
	describe_field(&failure, field, sizeof(field));
	describe_deposits(&failure, deposits, sizeof(deposits));
	snprintf(buffer, size, "%s%s%s (%s)%s%s%s%s",
		 failure.call ? failure.call : "", failure.call ? ": " : "",
		 failure.error_name, failure.error_text, describe_stage(failure.stage),
		 status, field, deposits);
	return buffer;
}
