#include "filters.h"

#include "wfp/filter.h"
#include "wfp/layer.h"

#include <assert.h>
#include <stdlib.h>

enum {
	PROTOCOL,
	LOCAL_ADDRESS,
	REMOTE_ADDRESS,
	LOCAL_PORT,
	REMOTE_PORT,
	CONDITIONS,
};

static const char *const names[CONDITIONS] = {
	"IP_PROTOCOL",
	"IP_LOCAL_ADDRESS",
	"IP_REMOTE_ADDRESS",
	"IP_LOCAL_PORT",
	"IP_REMOTE_PORT",
};

static uint8_t fields[CONDITIONS];
static FWPS_INCOMING_VALUE0 usual[FILTERS_VALUES]; /* what all packets of one interface share */

static void
set_usual(const struct layer *layer, const char *name, FWP_VALUE0 value)
{
	int at = layer_field_named(layer, name);

	if (at >= 0)
		usual[at].value = value;
}

void
filters_start(void)
{
	static UINT64 luid = UINT64_C(0x6000000000000);
	const struct layer *layer = layer_by_id(FILTERS_LAYER);
	FWP_VALUE0 one32 = { .type = FWP_UINT32, .uint32 = 1 };
	FWP_VALUE0 one8 = { .type = FWP_UINT8, .uint8 = 1 };

	assert(layer->field_count == FILTERS_VALUES);
	for (unsigned at = 0; at < CONDITIONS; at++)
		fields[at] = (uint8_t)layer_field_named(layer, names[at]);
	set_usual(layer, "IP_LOCAL_INTERFACE", (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &luid });
	set_usual(layer, "INTERFACE_INDEX", one32);
	set_usual(layer, "SUB_INTERFACE_INDEX", one32);
	set_usual(layer, "FLAGS", (FWP_VALUE0){ .type = FWP_UINT32 });
	set_usual(layer, "INTERFACE_TYPE", one32);
	set_usual(layer, "TUNNEL_TYPE", (FWP_VALUE0){ .type = FWP_UINT32 });
	set_usual(layer, "COMPARTMENT_ID", one32);
	set_usual(layer, "IP_LOCAL_ADDRESS_TYPE", one8);
	set_usual(layer, "IP_DESTINATION_ADDRESS_TYPE", one8);
}

/* What the conditions of one filter point to. */
struct room {
	FWPM_FILTER_CONDITION0 conditions[CONDITIONS];
	FWP_V4_ADDR_AND_MASK masks[2];
	FWP_RANGE0 ranges[2];
	uint32_t count;
};

static FWPM_FILTER_CONDITION0 *
condition_on(struct room *room, unsigned what, FWP_MATCH_TYPE match, FWP_DATA_TYPE type)
{
	FWPM_FILTER_CONDITION0 *condition = &room->conditions[room->count++];

	*condition = (FWPM_FILTER_CONDITION0){
		.fieldKey = layer_by_id(FILTERS_LAYER)->fields[fields[what]].condition,
		.matchType = match,
		.conditionValue.type = type,
	};
	return condition;
}

static void
on_prefix(struct room *room, unsigned what, struct prefix prefix, FWP_V4_ADDR_AND_MASK *mask)
{
	if (prefix.bits == 0)
		return;
	*mask = (FWP_V4_ADDR_AND_MASK){ prefix.address, prefix_mask(prefix) };
	if (prefix.bits == 32)
		condition_on(room, what, FWP_MATCH_EQUAL, FWP_UINT32)->conditionValue.uint32 =
		    prefix.address;
	else
		condition_on(room, what, FWP_MATCH_EQUAL, FWP_V4_ADDR_MASK)
		    ->conditionValue.v4AddrMask = mask;
}

static void
on_ports(struct room *room, unsigned what, struct ports ports, FWP_RANGE0 *range)
{
	if (ports.low == 0 && ports.high == UINT16_MAX)
		return;
	*range = (FWP_RANGE0){ { .type = FWP_UINT16, .uint16 = ports.low },
		{ .type = FWP_UINT16, .uint16 = ports.high } };
	if (ports.low == ports.high)
		condition_on(room, what, FWP_MATCH_EQUAL, FWP_UINT16)->conditionValue.uint16 =
		    ports.low;
	else
		condition_on(room, what, FWP_MATCH_RANGE, FWP_RANGE_TYPE)
		    ->conditionValue.rangeValue = range;
}

FWP_ACTION_TYPE
filters_action(uint32_t at)
{
	return at % 8 == 7 ? FWP_ACTION_BLOCK : FWP_ACTION_PERMIT;
}

static struct filter *
made(const struct filter_draft *draft)
{
	struct filter *filter;
	NTSTATUS status = filter_make(draft, &filter);

	assert(status == STATUS_SUCCESS);
	return filter;
}

struct filter *
filters_make(const struct rules *rules, uint32_t at, unsigned sublayers)
{
	const struct tuple *rule = &rules->rule[at];
	struct room room = { .count = 0 };
	struct filter_draft draft = {
		.layer = FILTERS_LAYER,
		.sublayer = 1 + at % sublayers,
		.sublayer_weight = (uint16_t)(0x1000 - at % sublayers),
		.weight = rules->count - at,
		.action = filters_action(at),
		.context = at,
		.conditions = room.conditions,
	};

	on_prefix(&room, LOCAL_ADDRESS, rule->source, &room.masks[0]);
	on_prefix(&room, REMOTE_ADDRESS, rule->destination, &room.masks[1]);
	on_ports(&room, LOCAL_PORT, rule->source_ports, &room.ranges[0]);
	on_ports(&room, REMOTE_PORT, rule->destination_ports, &room.ranges[1]);
	if (!rule->any_protocol)
		condition_on(&room, PROTOCOL, FWP_MATCH_EQUAL, FWP_UINT8)->conditionValue.uint8 =
		    rule->protocol;
	draft.condition_count = room.count;
	return made(&draft);
}

struct filter *
filters_callout(struct callout *callout)
{
	struct filter_draft draft = {
		.layer = FILTERS_LAYER,
		.sublayer = 99,
		.sublayer_weight = 1,
		.weight = 1,
		.action = FWP_ACTION_CALLOUT_UNKNOWN,
		.callout = callout,
	};

	return made(&draft);
}

struct filters
filters_add(const struct rules *rules, unsigned sublayers)
{
	struct filters set = {
		.each = calloc(rules->count, sizeof *set.each),
		.count = rules->count,
		.sublayers = sublayers,
	};

	for (uint32_t at = 0; at < rules->count; at++) {
		set.each[at] = filters_make(rules, at, sublayers);
		filter_add(set.each[at]);
	}
	filter_publish();
	return set;
}

void
filters_remove(struct filters *set)
{
	for (uint32_t at = 0; at < set->count; at++)
		filter_remove(set->each[at]);
	filter_publish();
	free(set->each);
	*set = (struct filters){ 0 };
}

void
filters_show(FWPS_INCOMING_VALUE0 *values, const uint8_t *packet)
{
	struct header header = trace_header(packet);

	memcpy(values, usual, sizeof usual);
	values[fields[PROTOCOL]].value =
	    (FWP_VALUE0){ .type = FWP_UINT8, .uint8 = header.protocol };
	values[fields[LOCAL_ADDRESS]].value =
	    (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = header.source };
	values[fields[REMOTE_ADDRESS]].value =
	    (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = header.destination };
	values[fields[LOCAL_PORT]].value =
	    (FWP_VALUE0){ .type = FWP_UINT16, .uint16 = header.source_port };
	values[fields[REMOTE_PORT]].value =
	    (FWP_VALUE0){ .type = FWP_UINT16, .uint16 = header.destination_port };
}
