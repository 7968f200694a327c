#include "bfe/match.h"

#include "bfe/check.h"
#include "bfe/copy.h"
#include "bfe/region.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "wfp/layer.h"
#include "wfp/value.h"

#include <string.h>

#define FLAGS \
	(FWP_FILTER_ENUM_FLAG_BEST_TERMINATING_MATCH | FWP_FILTER_ENUM_FLAG_SORTED \
	    | FWP_FILTER_ENUM_FLAG_BOOTTIME_ONLY | FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME \
	    | FWP_FILTER_ENUM_FLAG_INCLUDE_DISABLED)

struct match
match_all(void)
{
	return (struct match){ .context_type = FWPM_PROVIDER_CONTEXT_TYPE_MAX };
}

/* The conditions, in one piece with what they point at. */
static FWPM_FILTER0 *
copy_conditions(const FWPM_FILTER_ENUM_TEMPLATE0 *wanted)
{
	FWPM_FILTER0 carrier = {
		.numFilterConditions = wanted->numFilterConditions,
		.filterCondition = wanted->filterCondition,
	};

	return copy_object(POLICY_FILTER, &carrier);
}

static bool
same_range(const FWP_RANGE0 *left, const FWP_RANGE0 *right)
{
	return left->valueLow.type == right->valueLow.type
	    && value_compare(&left->valueLow, &right->valueLow) == 0
	    && value_compare(&left->valueHigh, &right->valueHigh) == 0;
}

static bool
same_condition(const FWPM_FILTER_CONDITION0 *left, const FWPM_FILTER_CONDITION0 *right)
{
	const FWP_CONDITION_VALUE0 *value = &left->conditionValue, *other = &right->conditionValue;

	if (left->matchType != right->matchType || value->type != other->type
	    || !key_same(&left->fieldKey, &right->fieldKey))
		return false;
	switch ((uint32_t)value->type) {
	case FWP_V4_ADDR_MASK:
		return memcmp(value->v4AddrMask, other->v4AddrMask, sizeof(FWP_V4_ADDR_AND_MASK))
		    == 0;
	case FWP_V6_ADDR_MASK:
		return memcmp(value->v6AddrMask, other->v6AddrMask, sizeof(FWP_V6_ADDR_AND_MASK))
		    == 0;
	case FWP_RANGE_TYPE:
		return same_range(value->rangeValue, other->rangeValue);
	default:
		return value_meets(value_single(value), FWP_MATCH_EQUAL, other);
	}
}

/* Windows: no condition twice.  [win32:FWPM_FILTER_ENUM_TEMPLATE0] */
static NTSTATUS
check_conditions_at(
    const struct layer *layer, const FWPM_FILTER_CONDITION0 *conditions, UINT32 count)
{
	NTSTATUS status = check_conditions(conditions, count);

	for (UINT32 at = 0; at < count && status == STATUS_SUCCESS; at++) {
		int field = layer_field(layer, &conditions[at].fieldKey);

		if (field < 0)
			return STATUS_FWP_CONDITION_NOT_FOUND;
		status = value_check(&layer->fields[field], conditions[at].matchType,
		    &conditions[at].conditionValue);
		for (UINT32 before = 0; before < at && status == STATUS_SUCCESS; before++) {
			if (same_condition(&conditions[before], &conditions[at]))
				return STATUS_FWP_DUPLICATE_CONDITION;
		}
	}
	return status;
}

static NTSTATUS
make_conditions(const FWPM_FILTER_ENUM_TEMPLATE0 *wanted, struct match *match)
{
	const struct layer *layer;

	if (wanted->numFilterConditions == 0)
		return STATUS_SUCCESS;
	if (wanted->filterCondition == NULL)
		return STATUS_FWP_NULL_POINTER;
	layer = layer_by_key(&match->layer);
	if (layer == NULL)
		return STATUS_FWP_LAYER_NOT_FOUND;
	match->conditions = copy_conditions(wanted);
	return check_conditions_at(
	    layer, match->conditions->filterCondition, match->conditions->numFilterConditions);
}

static NTSTATUS
make_context(const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 *wanted, struct match *match)
{
	if (wanted == NULL)
		return STATUS_SUCCESS;
	if ((UINT32)wanted->providerContextType >= FWPM_PROVIDER_CONTEXT_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	match->has_context = true;
	match->context_type = wanted->providerContextType;
	if (wanted->providerKey != NULL)
		match->context_provider = *wanted->providerKey;
	return STATUS_SUCCESS;
}

/*
 * Windows: STATUS_FWP_NEVER_MATCH for a template that no object will ever match.
 *   [win32:wfp-error-codes]
 * Here: that is one whose actionMask is 0, and nothing else.
 */
NTSTATUS
match_make(const FWPM_FILTER_ENUM_TEMPLATE0 *wanted, struct match *match)
{
	NTSTATUS status;

	*match = match_all();
	if ((UINT32)wanted->enumType >= FWP_FILTER_ENUM_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	if ((wanted->flags & ~(UINT32)FLAGS) != 0)
		return STATUS_FWP_INVALID_FLAGS;
	if (wanted->actionMask == 0)
		return STATUS_FWP_NEVER_MATCH;
	match->filters = true;
	match->actions = wanted->actionMask;
	match->flags = wanted->flags;
	match->type = wanted->enumType;
	match->layer = wanted->layerKey;
	if (wanted->providerKey != NULL)
		match->provider = *wanted->providerKey;
	if (wanted->calloutKey != NULL)
		match->callout = *wanted->calloutKey;
	status = make_context(wanted->providerContextTemplate, match);
	if (status == STATUS_SUCCESS)
		status = make_conditions(wanted, match);
	if (status != STATUS_SUCCESS)
		match_give(match);
	return status;
}

void
match_give(struct match *match)
{
	if (match->conditions != NULL)
		arena_give(match->conditions);
	match->conditions = NULL;
}

/* The alternatives that a filter has on one field; false: some are not of numbers. */
static bool
make_region(struct region *region, const FWPM_FILTER0 *filter, const GUID *field)
{
	bool numbers = true;

	for (UINT32 at = 0; at < filter->numFilterConditions; at++) {
		if (key_same(&filter->filterCondition[at].fieldKey, field))
			numbers &= region_add(region, &filter->filterCondition[at]);
	}
	return numbers;
}

static bool
has_field(const FWPM_FILTER0 *filter, const GUID *field)
{
	for (UINT32 at = 0; at < filter->numFilterConditions; at++) {
		if (key_same(&filter->filterCondition[at].fieldKey, field))
			return true;
	}
	return false;
}

static bool
value_is_met(const FWPM_FILTER0 *filter, const GUID *field, const FWPM_FILTER_CONDITION0 *condition)
{
	if (condition->matchType != FWP_MATCH_EQUAL)
		not_modelled("FwpmFilterCreateEnumHandle0: a condition of type %u on what is no "
			     "number",
		    condition->matchType);
	for (UINT32 at = 0; at < filter->numFilterConditions; at++) {
		const FWPM_FILTER_CONDITION0 *own = &filter->filterCondition[at];

		if (key_same(&own->fieldKey, field)
		    && value_meets(value_single(&condition->conditionValue), own->matchType,
			&own->conditionValue))
			return true;
	}
	return false;
}

/* Names and the like, of which a template can only ask for single ones. */
static bool
names_match(const struct match *match, const FWPM_FILTER0 *filter, const GUID *field)
{
	const FWPM_FILTER0 *wanted = match->conditions;
	bool all = true, any = false;

	for (UINT32 at = 0; at < wanted->numFilterConditions; at++) {
		if (key_same(&wanted->filterCondition[at].fieldKey, field)) {
			bool met = value_is_met(filter, field, &wanted->filterCondition[at]);

			all &= met;
			any |= met;
		}
	}
	return match->type == FWP_FILTER_ENUM_OVERLAPPING ? any : all;
}

static bool
numbers_match(const struct match *match, struct region *own, const struct region *wanted)
{
	bool answered, covers;

	if (match->type == FWP_FILTER_ENUM_OVERLAPPING)
		return region_meets(own, wanted);
	covers = region_covers(own, wanted, &answered);
	if (!answered)
		not_modelled("FwpmFilterCreateEnumHandle0: conditions as tangled as these");
	return covers;
}

/* What the template asks of one field. */
static bool
field_matches(const struct match *match, const FWPM_FILTER0 *filter, const GUID *field)
{
	struct region own = { 0 }, wanted = { 0 };
	bool matches;

	if (!has_field(filter, field))
		return true;
	if (make_region(&wanted, match->conditions, field)) {
		make_region(&own, filter, field);
		matches = numbers_match(match, &own, &wanted);
	} else
		matches = names_match(match, filter, field);
	region_give(&own);
	region_give(&wanted);
	return matches;
}

/*
 * Windows: FWP_FILTER_ENUM_FULLY_CONTAINED shows filters that fully contain the template's
 *   conditions, FWP_FILTER_ENUM_OVERLAPPING those that overlap with them.
 *   [win32:FWP_FILTER_ENUM_TYPE]
 * Here: a packet that meets the conditions meets the filter's too: every such packet, or one.
 */
static bool
conditions_match(const struct match *match, const FWPM_FILTER0 *filter)
{
	const FWPM_FILTER0 *wanted = match->conditions;

	if (wanted == NULL)
		return true;
	for (UINT32 at = 0; at < wanted->numFilterConditions; at++) {
		if (!field_matches(match, filter, &wanted->filterCondition[at].fieldKey))
			return false;
	}
	for (UINT32 at = 0; at < filter->numFilterConditions; at++) {
		if (match->type == FWP_FILTER_ENUM_FULLY_CONTAINED
		    && !has_field(wanted, &filter->filterCondition[at].fieldKey))
			return false;
	}
	return true;
}

static bool
is_wanted(const GUID *wanted, const GUID *found)
{
	return key_is_zero(wanted) || (found != NULL && key_same(wanted, found));
}

static bool
context_matches(const struct match *match, const FWPM_PROVIDER_CONTEXT0 *context)
{
	return match->context_type == FWPM_PROVIDER_CONTEXT_TYPE_MAX
	    || match->context_type == context->type;
}

static bool
filters_context_matches(const struct match *match, const FWPM_FILTER0 *filter)
{
	const struct policy *context;

	if (!match->has_context)
		return true;
	if ((filter->flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) == 0)
		return false;
	context = policy_find(POLICY_CONTEXT, &filter->providerContextKey);
	return context != NULL && context_matches(match, context->shown)
	    && is_wanted(&match->context_provider,
		((const FWPM_PROVIDER_CONTEXT0 *)context->shown)->providerKey);
}

/* Windows: boot-time and disabled filters are shown on demand alone.
 *   [win32:FWPM_FILTER_ENUM_TEMPLATE0] */
static bool
state_matches(const struct match *match, const struct policy *policy)
{
	if ((match->flags & FWP_FILTER_ENUM_FLAG_BOOTTIME_ONLY) != 0)
		return policy->boot;
	if (policy->boot)
		return (match->flags & FWP_FILTER_ENUM_FLAG_INCLUDE_BOOTTIME) != 0;
	return !policy->idle || (match->flags & FWP_FILTER_ENUM_FLAG_INCLUDE_DISABLED) != 0;
}

static bool
filter_matches_template(const struct match *match, const struct policy *policy)
{
	const FWPM_FILTER0 *filter = policy->shown;
	bool calls = (filter->action.type & FWP_ACTION_FLAG_CALLOUT) != 0;

	if (!match->filters)
		return true;
	return (filter->action.type & match->actions) != 0 && state_matches(match, policy)
	    && is_wanted(&match->provider, filter->providerKey)
	    && is_wanted(&match->layer, &filter->layerKey)
	    && is_wanted(&match->callout, calls ? &filter->action.calloutKey : NULL)
	    && filters_context_matches(match, filter) && conditions_match(match, filter);
}

bool
match_has(const struct match *match, const struct policy *policy)
{
	const void *shown = policy->shown;

	switch (policy->kind) {
	case POLICY_PROVIDER:
	case POLICY_LAYER:
	case POLICY_KINDS:
		break;
	case POLICY_SUBLAYER:
		return is_wanted(&match->provider, ((const FWPM_SUBLAYER0 *)shown)->providerKey);
	case POLICY_CALLOUT:
		return is_wanted(&match->provider, ((const FWPM_CALLOUT0 *)shown)->providerKey)
		    && is_wanted(&match->layer, &((const FWPM_CALLOUT0 *)shown)->applicableLayer);
	case POLICY_FILTER:
		return filter_matches_template(match, policy);
	case POLICY_CONTEXT:
		return context_matches(match, shown)
		    && is_wanted(
			&match->provider, ((const FWPM_PROVIDER_CONTEXT0 *)shown)->providerKey);
	}
	return true;
}
