#include "bfe/weight.h"

#include "bfe/number.h"
#include "executive/target.h"
#include "nt/fwpm.h"
#include "wfp/key.h"
#include "wfp/key_name.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#define FIELDS_MAX FWPM_AUTO_WEIGHT_BITS /* no more have a bit each */
#define FEW_ALTERNATIVES 2
#define WITHOUT_FIELDS ((UINT64_C(1) << 59) - 1)

/* Slots of fields, the heaviest first; '+' joins those that share one. */
#define ADDRESSES "IP_LOCAL_ADDRESS+IP_REMOTE_ADDRESS+IP_SOURCE_ADDRESS+IP_DESTINATION_ADDRESS "
#define INTERFACES \
	"IP_LOCAL_INTERFACE+IP_ARRIVAL_INTERFACE+IP_NEXTHOP_INTERFACE+IP_FORWARD_INTERFACE" \
	"+IP_PHYSICAL_ARRIVAL_INTERFACE+IP_PHYSICAL_NEXTHOP_INTERFACE "
#define ENDS ADDRESSES INTERFACES
#define PORTS "IP_LOCAL_PORT+ORIGINAL_ICMP_TYPE IP_REMOTE_PORT "
#define FIVE_TUPLE ENDS "IP_LOCAL_ADDRESS_TYPE IP_PROTOCOL " PORTS
#define OWNER \
	"ALE_APP_ID+ALE_PACKAGE_ID+ALE_SECURITY_ATTRIBUTE_FQBN_VALUE+ALE_ORIGINAL_APP_ID" \
	"+ALE_PACKAGE_FAMILY_NAME ALE_USER_ID "
#define PEER "ALE_REMOTE_USER_ID ALE_REMOTE_MACHINE_ID "
#define TYPES \
	"INTERFACE_TYPE+ARRIVAL_INTERFACE_TYPE+NEXTHOP_INTERFACE_TYPE " \
	"TUNNEL_TYPE+ARRIVAL_TUNNEL_TYPE+NEXTHOP_TUNNEL_TYPE "
#define INDEXES \
	"INTERFACE_INDEX+ARRIVAL_INTERFACE_INDEX+NEXTHOP_INTERFACE_INDEX " \
	"SUB_INTERFACE_INDEX+NEXTHOP_SUB_INTERFACE_INDEX "
#define PROFILES "ORIGINAL_PROFILE_ID CURRENT_PROFILE_ID "
#define OTHERS "* " /* what no other slot has, in the layer's order */
#define LAST "COMPARTMENT_ID RESERVED0+RESERVED1+RESERVED2+RESERVED3"

struct order {
	const char *layers; /* whose names begin so */
	const char *slots;
};

static const struct order orders[] = {
	{ "ALE_AUTH_CONNECT",
	    "PEER_NAME " FIVE_TUPLE OWNER "FLAGS " PEER "ALE_EFFECTIVE_NAME " TYPES
	    "IP_DESTINATION_ADDRESS_TYPE " INDEXES PROFILES OTHERS LAST },
	{ "ALE_FLOW_ESTABLISHED",
	    FIVE_TUPLE OWNER PEER "DIRECTION " TYPES "IP_DESTINATION_ADDRESS_TYPE " OTHERS LAST },
	{ "ALE_RESOURCE_ASSIGNMENT",
	    "IP_LOCAL_PORT " INTERFACES "IP_LOCAL_ADDRESS_TYPE IP_PROTOCOL " OWNER
	    "ALE_PROMISCUOUS_MODE FLAGS " ADDRESSES TYPES OTHERS LAST },
	{ "ALE_AUTH_LISTEN", FIVE_TUPLE OWNER "FLAGS " TYPES OTHERS LAST },
	{ "OUTBOUND_ICMP_ERROR", ENDS "IP_LOCAL_ADDRESS_TYPE " PORTS INDEXES TYPES OTHERS LAST },
	{ "INBOUND_ICMP_ERROR",
	    ENDS "EMBEDDED_LOCAL_ADDRESS_TYPE EMBEDDED_PROTOCOL EMBEDDED_LOCAL_PORT "
		 "EMBEDDED_REMOTE_PORT " PORTS
		 "EMBEDDED_REMOTE_ADDRESS " INDEXES TYPES OTHERS LAST },
	{ "IPFORWARD",
	    ENDS "IP_DESTINATION_ADDRESS_TYPE " OTHERS
		 "ARRIVAL_INTERFACE_PROFILE_ID+NEXTHOP_INTERFACE_PROFILE_ID " LAST },
	{ "INBOUND_RESERVED2", OTHERS },
	{ "",
	    FIVE_TUPLE OWNER PEER
	    "DIRECTION FLAGS ALE_SIO_FIREWALL_SYSTEM_PORT ALE_NAP_CONTEXT " TYPES
	    "IP_DESTINATION_ADDRESS_TYPE " INDEXES PROFILES OTHERS LAST },
};

struct slot {
	uint16_t share;  /* log2 of the widths of its fields, together; 0: one bit */
	uint8_t members; /* fields */
	uint8_t shift, bits;
};

/* How a layer deals its bits out.  It depends on the layer's fields alone, and is made once. */
struct plan {
	const struct layer *layer;
	struct slot slots[FIELDS_MAX]; /* the heaviest first */
	uint8_t slot_count;
	uint8_t slot_of[FIELDS_MAX]; /* a field's, by its index */
};

static struct plan plans[LAYERS];
static const struct layer *shown_fields[LAYERS];

static const char *
condition_name(const struct layer_field *field)
{
	const char *name = field->has_condition ? key_name(&field->condition) : NULL;

	if (name != NULL)
		return name + strlen("FWPM_CONDITION_");
	return field->name != NULL && field->name[0] != '\0' ? field->name : "?";
}

/* Is this the word?  RESERVED_0, as headers have it, is netsh's RESERVED0. */
static bool
is_word(const char *name, const char *word, size_t length)
{
	for (; length > 0; name++) {
		if (*name == '_' && *word != '_')
			continue;
		if (*name != *word)
			return false;
		word++, length--;
	}
	return *name == '\0';
}

static bool
ends_with(const char *text, const char *end)
{
	size_t text_length = strlen(text), length = strlen(end);

	return text_length >= length && strcmp(text + text_length - length, end) == 0;
}

static bool
is_name(const struct layer_field *field)
{
	const char *name = condition_name(field);

	return field->kind == FWPM_FIELD_FLAGS || ends_with(name, "_ADDRESS_TYPE")
	    || ends_with(name, "INTERFACE_TYPE") || ends_with(name, "TUNNEL_TYPE")
	    || ends_with(name, "INTERFACE_PROFILE_ID") || strcmp(name, "COMPARTMENT_ID") == 0
	    || strncmp(name, "RESERVED", strlen("RESERVED")) == 0;
}

static uint8_t
share_of(const struct layer_field *field)
{
	unsigned width = number_width(field->type);

	if (is_name(field) || width == 0 || width == 64)
		return 0;
	return (uint8_t)lround(log2(width));
}

#define NO_SLOT UINT8_MAX

/* A slot for the fields of the layer that are named here; none, if the layer has none of them. */
static void
plan_slot(struct plan *plan, const char *words, size_t length)
{
	const struct layer *layer = plan->layer;
	struct slot *slot = &plan->slots[plan->slot_count];

	for (const char *end = words + length; words < end;) {
		size_t word = strcspn(words, "+ ");

		for (uint32_t at = 0; at < layer->field_count; at++) {
			const struct layer_field *field = &layer->fields[at];

			if (plan->slot_of[at] != NO_SLOT
			    || !is_word(condition_name(field), words, word))
				continue;
			plan->slot_of[at] = plan->slot_count;
			slot->share = (uint16_t)(slot->share + share_of(field));
			slot->members++;
		}
		words += word + 1;
	}
	if (slot->members > 0)
		plan->slot_count++;
}

static bool
is_listed(const char *slots, const char *name)
{
	while (*slots != '\0') {
		size_t word = strcspn(slots, "+ ");

		if (is_word(name, slots, word))
			return true;
		slots += word + (slots[word] != '\0');
	}
	return false;
}

static void
plan_others(struct plan *plan, const char *slots)
{
	for (uint32_t at = 0; at < plan->layer->field_count; at++) {
		const char *name = condition_name(&plan->layer->fields[at]);

		if (!is_listed(slots, name))
			plan_slot(plan, name, strlen(name));
	}
}

static bool
has_field(const struct layer *layer, const char *name)
{
	for (uint32_t at = 0; at < layer->field_count; at++) {
		if (strcmp(condition_name(&layer->fields[at]), name) == 0)
			return true;
	}
	return false;
}

/*
 * Windows: what netsh calls RESERVED0 to RESERVED3 shares one bit on Windows 11 24H2; on Windows 10
 *   each has its own, and the first of ALE_AUTH_CONNECT's outweighs everything.  [dumps of both]
 */
static bool
reserved_apart(const struct layer *layer)
{
	return target_build() < BUILD_WIN11_24H2 && !has_field(layer, "ALE_PACKAGE_FAMILY_NAME");
}

static void
plan_slots(struct plan *plan, const struct order *order)
{
	bool apart = reserved_apart(plan->layer);
	const char *at = order->slots;

	if (apart && strcmp(order->layers, "ALE_AUTH_CONNECT") == 0)
		plan_slot(plan, "RESERVED0", strlen("RESERVED0"));
	while (*at != '\0') {
		bool alone = apart && strncmp(at, "RESERVED", strlen("RESERVED")) == 0;
		size_t length = strcspn(at, alone ? " +" : " ");

		if (*at == '*')
			plan_others(plan, order->slots);
		else
			plan_slot(plan, at, length);
		at += length + (at[length] != '\0');
	}
}

/* From the lowest slot up; what ends between two bits ends at the higher if it is half way. */
static void
plan_bits(struct plan *plan)
{
	uint32_t shares = 0, shared_bits = FWPM_AUTO_WEIGHT_BITS, below = 0, singles = 0;

	for (uint32_t at = 0; at < plan->slot_count; at++) {
		shares += plan->slots[at].share;
		shared_bits -= plan->slots[at].share == 0;
	}
	for (uint32_t at = plan->slot_count; at-- > 0;) {
		struct slot *slot = &plan->slots[at];
		uint32_t from = shares == 0 ? 0 : (2 * below * shared_bits + shares) / (2 * shares);
		uint32_t to;

		below += slot->share;
		to = shares == 0 ? 0 : (2 * below * shared_bits + shares) / (2 * shares);
		slot->shift = (uint8_t)(from + singles);
		slot->bits = (uint8_t)(slot->share == 0 ? 1 : to - from);
		singles += slot->share == 0;
	}
}

static const struct order *
order_of(const struct layer *layer)
{
	const struct order *order = orders;

	while (strncmp(layer->name, order->layers, strlen(order->layers)) != 0)
		order++;
	return order;
}

static void
plan_make(struct plan *plan, const struct layer *layer)
{
	assert(layer->field_count <= FIELDS_MAX);
	*plan = (struct plan){ .layer = layer };
	memset(plan->slot_of, NO_SLOT, sizeof(plan->slot_of));
	plan_slots(plan, order_of(layer));
	plan_bits(plan);
}

static const struct plan *
plan_of(const struct layer *layer)
{
	struct plan *plan = &plans[layer->id < LAYERS ? layer->id : 0];

	if (plan->layer != layer)
		plan_make(plan, layer);
	return plan;
}

/* What a condition is worth that so many values meet, of a field of so many bits. */
static double
worth(double values, unsigned width)
{
	return values < 1 ? 1 : 1 - log2(values) / width;
}

static double
worth_of_range(const FWP_RANGE0 *range)
{
	number low, high;
	unsigned width = number_of(&range->valueLow, &low);

	if (width == 0 || number_of(&range->valueHigh, &high) != width || high < low)
		return 1;
	return worth((double)(high - low) + 1, width);
}

static double
worth_of_number(FWP_MATCH_TYPE match, number value, unsigned width)
{
	double all = ldexp(1, (int)width);

	switch ((uint32_t)match) {
	case FWP_MATCH_GREATER:
		return worth(all - (double)value - 1, width);
	case FWP_MATCH_GREATER_OR_EQUAL:
		return worth(all - (double)value, width);
	case FWP_MATCH_LESS:
		return worth((double)value, width);
	case FWP_MATCH_LESS_OR_EQUAL:
		return worth((double)value + 1, width);
	case FWP_MATCH_NOT_EQUAL:
		return worth(all - 1, width);
	default:
		return 1;
	}
}

static double
worth_of(const FWPM_FILTER_CONDITION0 *condition)
{
	const FWP_CONDITION_VALUE0 *wanted = &condition->conditionValue;
	FWP_VALUE0 value;
	unsigned width;
	number is;

	switch ((uint32_t)wanted->type) {
	case FWP_RANGE_TYPE:
		return worth_of_range(wanted->rangeValue);
	case FWP_V4_ADDR_MASK:
		return __builtin_popcount(wanted->v4AddrMask->mask) / 32.0;
	case FWP_V6_ADDR_MASK:
		return wanted->v6AddrMask->prefixLength / 128.0;
	default:
		memcpy(&value, wanted, sizeof(value)); /* the same, but for the two types above */
		width = number_of(&value, &is);
		return width == 0 ? 1 : worth_of_number(condition->matchType, is, width);
	}
}

struct sum {
	double worth;
	uint32_t alternatives;
};

/* The layer's fields, with what their conditions are worth. */
static void
sum_conditions(const struct layer *layer, const FWPM_FILTER_CONDITION0 *conditions,
    uint32_t condition_count, struct sum *sums)
{
	for (uint32_t at = 0; at < condition_count; at++) {
		int field = layer_field(layer, &conditions[at].fieldKey);

		if (field < 0)
			continue;
		sums[field].worth += worth_of(&conditions[at]);
		sums[field].alternatives++;
	}
}

static uint64_t
automatic(
    const struct layer *layer, const FWPM_FILTER_CONDITION0 *conditions, uint32_t condition_count)
{
	const struct plan *plan = plan_of(layer);
	double worths[FIELDS_MAX] = { 0 };
	struct sum sums[FIELDS_MAX] = { 0 };
	uint64_t weight = 0;

	if (layer->field_count == 0)
		return WITHOUT_FIELDS;
	sum_conditions(layer, conditions, condition_count, sums);
	for (uint32_t at = 0; at < layer->field_count; at++)
		worths[plan->slot_of[at]] +=
		    sums[at].alternatives > FEW_ALTERNATIVES ? 1 : fmin(sums[at].worth, 1);
	for (uint32_t at = 0; at < plan->slot_count; at++) {
		const struct slot *slot = &plan->slots[at];
		uint64_t most = (UINT64_C(1) << slot->bits) - 1, score;

		if (worths[at] <= 0 || slot->bits == 0)
			continue;
		score = (uint64_t)(worths[at] / slot->members * (long double)most + 0.5L);
		weight |= (score == 0 ? 1 : score) << slot->shift;
	}
	return weight;
}

NTSTATUS
weight_check(const FWP_VALUE0 *asked)
{
	switch ((uint32_t)asked->type) {
	case FWP_EMPTY:
		return STATUS_SUCCESS;
	case FWP_UINT8:
		return asked->uint8 <= FWPM_WEIGHT_RANGE_MAX ? STATUS_SUCCESS
							     : STATUS_FWP_INVALID_WEIGHT;
	case FWP_UINT64:
		return asked->uint64 != NULL ? STATUS_SUCCESS : STATUS_FWP_NULL_POINTER;
	default:
		return STATUS_FWP_INVALID_WEIGHT;
	}
}

uint64_t
weight_effective(const struct layer *layer, const FWP_VALUE0 *asked,
    const FWPM_FILTER_CONDITION0 *conditions, uint32_t condition_count)
{
	uint64_t range = 0;

	if (asked->type == FWP_UINT64)
		return *asked->uint64;
	if (asked->type == FWP_UINT8)
		range = (uint64_t)asked->uint8 << FWPM_AUTO_WEIGHT_BITS;
	if (layer->id < LAYERS && shown_fields[layer->id] != NULL)
		layer = shown_fields[layer->id];
	return range | automatic(layer, conditions, condition_count);
}

void
weight_shown_fields(const GUID *layer, const struct layer *shown)
{
	const struct layer *ours = layer_by_key(layer);

	if (ours == NULL)
		return;
	shown_fields[ours->id] = shown != NULL && shown->field_count <= FIELDS_MAX ? shown : NULL;
	plans[ours->id].layer = NULL; /* the memory of a layer may come to be another's */
}
