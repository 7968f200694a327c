#include "wfp/builtin.h"

#include "ledger/finding.h"
#include "wfp/arbitrate.h"
#include "wfp/callout.h"
#include "wfp/filter.h"

static void (*finder)(const GUID *key);

void
builtin_finder(void (*find)(const GUID *key))
{
	finder = find;
}

void
builtin_named(const GUID *key)
{
	if (finder != NULL)
		finder(key);
}

struct callout *
builtin_callout(
    const GUID *key, uint32_t id, const char *name, enum builtin_answer answer, bool registered)
{
	struct callout *callout = callout_name_builtin(key, id);

	if (callout->state != CALLOUT_ABSENT)
		return callout; /* the same as before, or a driver has taken the key */
	callout->state = registered ? CALLOUT_REGISTERED : CALLOUT_ABSENT;
	callout->builtin = answer;
	callout->builtin_name = name;
	return callout;
}

struct decision
builtin_decides(const struct filter *filter)
{
	struct decision block = {
		.action = FWP_ACTION_BLOCK,
		.by_callout = true,
		.filter_id = filter->shown.filterId,
	};

	switch (filter->callout->builtin) {
	case BUILTIN_BLOCKS:
		return block;
	case BUILTIN_LEAVES_VERDICT:
	case BUILTIN_ELSEWHERE:
		return decision_none();
	case BUILTIN_NONE:
	case BUILTIN_NOT_MODELLED:
		break;
	}
	not_modelled("Windows' callout %s", filter->callout->builtin_name);
}
