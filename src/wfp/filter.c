#include "wfp/filter.h"

#include "host/arena.h"
#include "sched/thread.h"
#include "wfp/callout.h"
#include "wfp/index.h"
#include "wfp/layer.h"
#include "wfp/value.h"
#include "wfp/version.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* Windows' own filters come first; drivers are known to print these, never to compute with them. */
#define FIRST_ID 0x10000

static MACHINE_STATE struct index *indexes[LAYERS];
static MACHINE_STATE struct link pending; /* added or removed, to be published */
static MACHINE_STATE struct link leaving; /* nobody sees them any more */
static MACHINE_STATE uint64_t last_id;

void
filter_start(void)
{
	memset(indexes, 0, sizeof(indexes));
	list_start(&pending);
	list_start(&leaving);
	version_start();
	last_id = FIRST_ID;
}

/* Before they are sorted.  [value_switches.apart_are_alternatives] */
static void
group_conditions(FWPS_FILTER_CONDITION0 *conditions, uint32_t count)
{
	for (uint32_t at = 1; at < count && !value_switches.apart_are_alternatives; at++) {
		uint32_t before = at - 1;
		bool beside = conditions[before].fieldId == conditions[at].fieldId;

		while (before > 0 && conditions[before].fieldId != conditions[at].fieldId)
			before--;
		if (conditions[before].fieldId == conditions[at].fieldId)
			conditions[at].reserved = (UINT16)(conditions[before].reserved + !beside);
	}
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
	group_conditions(conditions, draft->condition_count);
	sort_conditions(conditions, draft->condition_count);
	for (uint32_t at = 1; at < draft->condition_count; at++) {
		if (filter_alternatives(&conditions[at], &conditions[at - 1]))
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
		.filterId = draft->id != 0 ? draft->id : last_id + 1,
		.weight = { .type = FWP_UINT64, .uint64 = &filter->weight },
		.subLayerWeight = draft->sublayer_weight,
		.flags = draft->flags,
		.action = { .type = draft->action,
		    .calloutId = draft->callout == NULL ? 0 : draft->callout->id },
		.context = draft->context,
	};
	if (filter->shown.filterId > last_id)
		last_id = filter->shown.filterId;
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

int
filter_compare(const struct filter *left, const struct filter *right)
{
	if (left->shown.subLayerWeight != right->shown.subLayerWeight)
		return left->shown.subLayerWeight > right->shown.subLayerWeight ? -1 : 1;
	if (left->sublayer != right->sublayer)
		return left->sublayer < right->sublayer ? -1 : 1;
	if (left->weight != right->weight)
		return left->weight > right->weight ? -1 : 1;
	return left->shown.filterId < right->shown.filterId ? -1 : 1;
}

struct index *
filter_index(uint16_t layer)
{
	return indexes[layer];
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
leave(struct filter *filter)
{
	if (irql_now() == PASSIVE_LEVEL || filter->callout == NULL)
		filter_give(filter);
	else
		thread_start(THREAD_SYSTEM, farewell, filter);
}

/* Their callouts may add and remove filters meanwhile. */
static void
leave_all(void)
{
	while (!list_empty(&leaving)) {
		struct filter *filter = LIST_ITEM(leaving.next, struct filter, pending);

		list_remove(&filter->pending);
		leave(filter);
	}
}

/* No version that anybody works on has it. */
static void
take_out(struct filter *filter)
{
	struct index **index = &indexes[filter->layer];

	list_remove(&filter->pending);
	list_add(&leaving, &filter->pending);
	index_remove(*index, filter);
	if (index_empty(*index)) {
		index_free(*index);
		*index = NULL;
	}
}

static void
put_in(struct filter *filter, uint64_t number, struct link *touched)
{
	struct index **index = &indexes[filter->layer];

	list_remove(&filter->pending);
	filter->born = number;
	filter->died = UINT64_MAX;
	if (*index == NULL)
		*index = index_make(filter->layer);
	index_add(*index, filter, touched);
}

static void
take_out_all(struct link *filters)
{
	while (!list_empty(filters))
		take_out(LIST_ITEM(filters->next, struct filter, pending));
}

/* What was added and removed in one transaction, nobody ever saw. */
static void
part(struct link *going, uint64_t number)
{
	LIST_EACH_SAFE (at, &pending) {
		struct filter *filter = LIST_ITEM(at, struct filter, pending);

		if (!filter->removed)
			continue;
		filter->died = number;
		list_remove(&filter->pending);
		list_add(filter->born == 0 ? &leaving : going, &filter->pending);
	}
}

void
filter_publish(void)
{
	struct link touched = LIST_HOME(touched);
	struct link *going;
	uint64_t number;

	if (list_empty(&pending))
		return;
	number = version_publish(&going);
	part(going, number);
	if (!version_old()) /* or version_leave sees to it */
		take_out_all(going);
	while (!list_empty(&pending))
		put_in(LIST_ITEM(pending.next, struct filter, pending), number, &touched);
	index_settle_all(&touched);
	leave_all();
}

void
filter_unseen(struct link *filters)
{
	take_out_all(filters);
	leave_all();
}

static const FWPS_FILTER_CONDITION0 *
alternatives_end(const FWPS_FILTER_CONDITION0 *first, const FWPS_FILTER_CONDITION0 *end)
{
	const FWPS_FILTER_CONDITION0 *at = first;

	while (at != end && filter_alternatives(at, first))
		at++;
	return at;
}

static bool
alternatives_met(const FWPS_FILTER_CONDITION0 *at, const FWPS_FILTER_CONDITION0 *end,
    const FWPS_INCOMING_VALUE0 *values)
{
	const FWP_VALUE0 *value = &values[at->fieldId].value;

	while (at != end && !value_meets(value, at->matchType, &at->conditionValue))
		at++;
	return at != end;
}

/* Either the alternatives that begin with an access check, or the others. */
static bool
conditions_met(
    const struct filter *filter, const FWPS_INCOMING_VALUE0 *values, bool checks, bool *left_out)
{
	const FWPS_FILTER_CONDITION0 *at = filter->shown.filterCondition;
	const FWPS_FILTER_CONDITION0 *end = at + filter->shown.numFilterConditions;

	for (const FWPS_FILTER_CONDITION0 *next; at != end; at = next) {
		next = alternatives_end(at, end);
		if ((at->conditionValue.type == FWP_SECURITY_DESCRIPTOR_TYPE) != checks)
			*left_out = true;
		else if (!alternatives_met(at, next, values))
			return false;
	}
	return true;
}

/*
 * Of alternatives, any; of all else, all.  [semantics 4.2]
 * Access checks come last: one takes longer than all else.
 */
bool
filter_matches(const struct filter *filter, const FWPS_INCOMING_VALUE0 *values)
{
	bool left_out = false;

	return conditions_met(filter, values, false, &left_out)
	    && (!left_out || conditions_met(filter, values, true, &left_out));
}
