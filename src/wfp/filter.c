#include "wfp/filter.h"

#include "host/arena.h"
#include "sched/thread.h"
#include "wfp/callout.h"
#include "wfp/layer.h"
#include "wfp/value.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Windows' own filters come first; drivers are known to print these, never to compute with them. */
#define FIRST_ID 0x10000

static MACHINE_STATE struct filter_set *sets[LAYERS];
static MACHINE_STATE struct link pending;
static MACHINE_STATE uint64_t last_id;

void
filter_start(void)
{
	memset(sets, 0, sizeof(sets));
	list_start(&pending);
	last_id = FIRST_ID;
}

/* Conditions on the same field stand together, as filter_matches wants them. */
static void
sort_conditions(FWPS_FILTER_CONDITION0 *conditions, uint32_t count)
{
	for (uint32_t at = 1; at < count; at++) {
		FWPS_FILTER_CONDITION0 moved = conditions[at];
		uint32_t to = at;

		for (; to > 0 && conditions[to - 1].fieldId > moved.fieldId; to--)
			conditions[to] = conditions[to - 1];
		conditions[to] = moved;
	}
}

static NTSTATUS
check_conditions(const struct layer *layer, const struct filter_draft *draft, size_t *bytes)
{
	for (uint32_t at = 0; at < draft->condition_count; at++) {
		const FWPM_FILTER_CONDITION0 *condition = &draft->conditions[at];
		int index = layer_field(layer, &condition->fieldKey);
		NTSTATUS status;

		if (index < 0)
			return STATUS_FWP_CONDITION_NOT_FOUND;
		status = value_check(
		    &layer->fields[index], condition->matchType, &condition->conditionValue);
		if (status != STATUS_SUCCESS)
			return status;
		*bytes += sizeof(FWPS_FILTER_CONDITION0) + value_behind(&condition->conditionValue);
	}
	return STATUS_SUCCESS;
}

static void
copy_conditions(struct filter *filter, const struct layer *layer, const struct filter_draft *draft)
{
	FWPS_FILTER_CONDITION0 *conditions = (FWPS_FILTER_CONDITION0 *)(filter + 1);
	char *room = (char *)(conditions + draft->condition_count);

	for (uint32_t at = 0; at < draft->condition_count; at++) {
		const FWPM_FILTER_CONDITION0 *from = &draft->conditions[at];

		conditions[at].fieldId = (UINT16)layer_field(layer, &from->fieldKey);
		conditions[at].matchType = from->matchType;
		value_copy(&conditions[at].conditionValue, &from->conditionValue, &room);
	}
	sort_conditions(conditions, draft->condition_count);
	for (uint32_t at = 1; at < draft->condition_count; at++) {
		if (conditions[at].fieldId == conditions[at - 1].fieldId)
			filter->shown.flags |= FWPS_FILTER_FLAG_OR_CONDITIONS;
	}
	filter->shown.filterCondition = draft->condition_count == 0 ? NULL : conditions;
	filter->shown.numFilterConditions = draft->condition_count;
}

NTSTATUS
filter_make(const struct filter_draft *draft, struct filter **made)
{
	const struct layer *layer = layer_by_id(draft->layer);
	struct filter *filter;
	size_t bytes = sizeof(*filter);
	NTSTATUS status = check_conditions(layer, draft, &bytes);

	if (status != STATUS_SUCCESS)
		return status;
	filter = arena_take(bytes);
	filter->key = draft->key;
	filter->layer = draft->layer;
	filter->weight = draft->weight;
	filter->callout = draft->callout;
	filter->sublayer = draft->sublayer;
	list_start(&filter->pending);
	filter->shown = (FWPS_FILTER0){
		.filterId = ++last_id,
		.weight = { .type = FWP_UINT64, .uint64 = &filter->weight },
		.subLayerWeight = draft->sublayer_weight,
		.flags = draft->flags,
		.action = { .type = draft->action,
		    .calloutId = draft->callout == NULL ? 0 : draft->callout->id },
		.context = draft->context,
	};
	copy_conditions(filter, layer, draft);
	if (filter->callout != NULL)
		filter->callout->named++;
	*made = filter;
	return STATUS_SUCCESS;
}

uint64_t
filter_newest(void)
{
	return last_id;
}

void
filter_drop(struct filter *filter)
{
	if (filter->callout != NULL)
		callout_unname(filter->callout);
	if (filter->shown.providerContext != NULL)
		arena_give(filter->shown.providerContext);
	arena_give(filter);
}

void
filter_give(struct filter *filter)
{
	if (filter->callout != NULL)
		callout_tell(
		    filter->callout, FWPS_CALLOUT_NOTIFY_DELETE_FILTER, NULL, &filter->shown);
	filter_drop(filter);
}

void
filter_add(struct filter *filter)
{
	list_add(&pending, &filter->pending);
}

void
filter_remove(struct filter *filter)
{
	filter->removed = true;
	if (list_empty(&filter->pending))
		list_add(&pending, &filter->pending);
}

/* The order of a set; ids are never equal, so it is total. */
static int
compare(const struct filter *left, const struct filter *right)
{
	if (left->shown.subLayerWeight != right->shown.subLayerWeight)
		return left->shown.subLayerWeight > right->shown.subLayerWeight ? -1 : 1;
	if (left->sublayer != right->sublayer)
		return left->sublayer < right->sublayer ? -1 : 1;
	if (left->weight != right->weight)
		return left->weight > right->weight ? -1 : 1;
	return left->shown.filterId < right->shown.filterId ? -1 : 1;
}

static int
compare_for_qsort(const void *left, const void *right)
{
	return compare(*(struct filter *const *)left, *(struct filter *const *)right);
}

/* Move what is new at the layer to the end of the set; answers how many. */
static uint32_t
take_new(uint16_t layer, struct filter **to)
{
	uint32_t count = 0;

	LIST_EACH_SAFE (at, &pending) {
		struct filter *filter = LIST_ITEM(at, struct filter, pending);

		if (filter->layer != layer)
			continue;
		list_remove(&filter->pending);
		if (!filter->removed)
			to[count++] = filter;
		else if (filter->sets == 0)
			filter_give(filter); /* added and removed in one transaction */
	}
	if (count > 1)
		qsort(to, count, sizeof(*to), compare_for_qsort);
	return count;
}

static void
merge(
    struct filter_set *set, const struct filter_set *old, struct filter **news, uint32_t new_count)
{
	uint32_t from = 0, taken = 0;

	while ((old != NULL && from < old->count) || taken < new_count) {
		struct filter *filter;

		if (old == NULL || from == old->count)
			filter = news[taken++];
		else if (taken == new_count || compare(old->filters[from], news[taken]) < 0)
			filter = old->filters[from++];
		else
			filter = news[taken++];
		if (filter->removed)
			continue;
		filter->sets++;
		set->filters[set->count++] = filter;
	}
}

static void
publish_layer(uint16_t layer)
{
	struct filter_set *old = sets[layer];
	size_t changed = list_length(&pending);
	size_t limit = changed + (old == NULL ? 0 : old->count);
	struct filter_set *set = arena_take(sizeof(*set) + limit * sizeof(set->filters[0]));
	struct filter **news = arena_take(changed * sizeof(*news));
	uint32_t new_count = take_new(layer, news);

	set->users = 1;
	merge(set, old, news, new_count);
	arena_give(news);
	sets[layer] = set;
	if (set->count == 0) {
		sets[layer] = NULL;
		arena_give(set);
	}
	if (old != NULL)
		filter_set_leave(old);
}

void
filter_publish(void)
{
	while (!list_empty(&pending))
		publish_layer(LIST_ITEM(pending.next, struct filter, pending)->layer);
}

static void
farewell(void *filter)
{
	filter_give(filter);
}

/*
 * Windows: the DELETE notification comes when the last classify that uses the filter is over,
 *   maybe after the deletion returned.  [ebpf-for-windows PR 4192, semantics 3.4]
 * Here: on the thread that deletes if nothing uses the filter, else on a new one, at PASSIVE_LEVEL.
 */
static void
leave_filter(struct filter *filter)
{
	if (--filter->sets > 0 || !filter->removed)
		return;
	if (irql_now() == PASSIVE_LEVEL || filter->callout == NULL)
		filter_give(filter);
	else
		thread_start(THREAD_SYSTEM, farewell, filter);
}

struct filter_set *
filter_set_use(uint16_t layer)
{
	struct filter_set *set = sets[layer];

	if (set != NULL)
		set->users++;
	return set;
}

void
filter_set_leave(struct filter_set *set)
{
	if (--set->users > 0)
		return;
	for (uint32_t at = 0; at < set->count; at++)
		leave_filter(set->filters[at]);
	arena_give(set);
}

/* Different fields: all of them; conditions on one field: any.  [semantics 4.2] */
bool
filter_matches(const struct filter *filter, const FWPS_INCOMING_VALUE0 *values)
{
	const FWPS_FILTER_CONDITION0 *at = filter->shown.filterCondition;
	const FWPS_FILTER_CONDITION0 *end = at + filter->shown.numFilterConditions;

	while (at != end) {
		UINT16 field = at->fieldId;
		bool met = false;

		for (; at != end && at->fieldId == field; at++)
			met = met
			    || value_meets(
				&values[field].value, at->matchType, &at->conditionValue);
		if (!met)
			return false;
	}
	return true;
}

/*
 * Windows: a filter without a weight gets one from its conditions, the more
 *   specific the heavier; how is not documented.  [win32:filter-weight-assignment]
 * Here: each condition adds, 2^40 where it is met by one value, less the more values meet it.
 */
static uint64_t
automatic_weight(const FWPM_FILTER_CONDITION0 *conditions, uint32_t condition_count)
{
	uint64_t weight = 0;

	for (uint32_t at = 0; at < condition_count && at < 0x8000; at++) {
		const FWPM_FILTER_CONDITION0 *condition = &conditions[at];
		const FWP_CONDITION_VALUE0 *value = &condition->conditionValue;

		if (value->type == FWP_V4_ADDR_MASK)
			weight += (UINT64_C(1) << 39)
			    + (uint64_t)__builtin_popcount(value->v4AddrMask->mask) * (1 << 30);
		else if (value->type == FWP_V6_ADDR_MASK)
			weight += (UINT64_C(1) << 39)
			    + (uint64_t)value->v6AddrMask->prefixLength * (1 << 30);
		else
			weight += UINT64_C(1)
			    << (condition->matchType == FWP_MATCH_EQUAL ? 40 : 38);
	}
	return weight > FWPM_AUTO_WEIGHT_MAX ? FWPM_AUTO_WEIGHT_MAX : weight;
}

bool
filter_weight(const FWP_VALUE0 *asked, const FWPM_FILTER_CONDITION0 *conditions,
    uint32_t condition_count, uint64_t *weight)
{
	switch ((uint32_t)asked->type) {
	case FWP_UINT64:
		*weight = *asked->uint64;
		return true;
	case FWP_UINT8:
		*weight = (uint64_t)asked->uint8 << FWPM_AUTO_WEIGHT_BITS
		    | automatic_weight(conditions, condition_count);
		return asked->uint8 <= FWPM_WEIGHT_RANGE_MAX;
	case FWP_EMPTY:
		*weight = automatic_weight(conditions, condition_count);
		return true;
	default:
		return false;
	}
}
