// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can be told of an ioctl without knowing what there is: all checks up to the
 * registry, in the order of "Order of the checks" in the documentation, and what can
 * come of the rest.
 */
#include <errno.h>

#include "bytes.h"
#include "model.h"
#include "expected_status.h"

#define KERNEL		1
#define HYPERVISOR	2
#define STRUCT_MAX	4096

struct outcome model_unanswered(int error)
{
	return (struct outcome){ .error = error };
}

struct outcome model_refused(int error, unsigned int bad_field)
{
	return (struct outcome){
		.error = error, .answered = true, .stage = KERNEL, .bad_field = bad_field,
	};
}

static int errno_of(unsigned int code, unsigned int status)
{
	return expected_errno(code, status);
}

struct outcome model_answer(enum model_nr nr, uint16_t status)
{
	return (struct outcome){
		.error = errno_of(model_calls[nr].code, status),
		.answered = true,
		.stage = status ? HYPERVISOR : 0,
		.hv_status = status,
	};
}

bool model_writable(const struct step *s)
{
	return s->place == PLACE_GOOD;
}

/*
 * All that can be told from the step alone: the number, the size, the memory, the
 * flags, the fields. False: there is more to know.
 */
bool model_front(const struct step *s, struct outcome *outcome)
{
	int nr = cmd_nr(s->cmd);
	const struct model_call *call = &model_calls[nr < 0 ? 0 : nr];
	uint32_t size = get_bytes(s->arg, 0, 4);
	struct verdict verdict;

	*outcome = model_unanswered(0);
	if (nr < 0)
		outcome->error = ENOTTY;
	else if (s->place == PLACE_NOWHERE)
		outcome->error = EFAULT;
	else if (size < call->size || size > STRUCT_MAX)
		outcome->error = EINVAL;
	else if (s->place == PLACE_CUT)
		outcome->error = EFAULT;
	else if (!all_zero(s->arg, call->size, (size < ARG_MAX ? size : ARG_MAX) - call->size))
		outcome->error = E2BIG;
	if (outcome->error)
		return true;
	if (get_bytes(s->arg, 4, 4) & ~call->flags) {
		*outcome = model_refused(EOPNOTSUPP, 4);
	} else {
		verdict = model_validate(nr, s->arg, !s->weak);
		if (!verdict.error)
			return false;
		*outcome = model_refused(verdict.error, verdict.bad_field);
	}
	outcome->answered = call->result;
	return true;
}

/* What the registry may say, whatever is in it */
static bool possible_refusal(int nr, uint32_t flags, const struct outcome *o)
{
	bool makes = nr == CREATE_PORT || nr == CONNECT_PORT;

	if (o->hv_status)
		return false;
	if (makes && o->error == ENOSPC)
		return !o->bad_field;
	if (o->bad_field != model_calls[nr].id)
		return false;
	if (makes)
		return o->error == EEXIST && !(flags & ANY_ID);
	return (o->error == ENOENT || o->error == EPERM) && !(flags & FOREIGN);
}

bool model_possible(const struct step *s, const struct outcome *o)
{
	int nr = cmd_nr(s->cmd);
	uint32_t flags = get_bytes(s->arg, 4, 4);
	struct outcome expected;

	if (model_front(s, &expected) || !model_writable(s)) {
		if (!model_writable(s) && (expected.answered || !expected.error))
			expected = model_unanswered(EFAULT);
		return outcome_same(o, &expected);
	}
	if (nr == GET_INFO)
		return !o->error;
	if (o->stage == KERNEL)
		return possible_refusal(nr, flags, o);
	if (o->bad_field || o->deposits)
		return false;
	if (o->error != errno_of(model_calls[nr].code, o->hv_status))
		return false;
	if (flags & VALIDATE_ONLY && o->hv_status)
		return false;
	return o->stage == (o->hv_status ? HYPERVISOR : 0);
}

bool outcome_same(const struct outcome *a, const struct outcome *b)
{
	if (a->error != b->error)
		return false;
	if (!b->answered)
		return true;
	return a->hv_status == b->hv_status && a->stage == b->stage &&
	       a->deposits == b->deposits && a->bad_field == b->bad_field;
}
