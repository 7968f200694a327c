#include "bfe/builtin.h"

#include "bfe/copy.h"
#include "executive/target.h"
#include "host/arena.h"
#include "wfp/callout.h"
#include "wfp/key_name.h"
#include "wfp/layer.h"

static struct policy *
make(enum policy_kind kind, const GUID *key)
{
	struct policy *policy = arena_take(sizeof(*policy));

	policy->kind = kind;
	policy->by_key.kind = kind;
	policy->by_key.key = *key;
	policy->life = POLICY_PERSISTENT;
	policy->builtin = true;
	list_start(&policy->owned);
	list_start(&policy->all);
	return policy;
}

static bool
is_present(const struct builtin *row)
{
	return !row->newest || target_build() >= BUILD_WIN11_24H2;
}

static void
complete_callout(struct policy *policy, const struct builtin *row)
{
	const FWPM_CALLOUT0 *shown = row->shown;

	policy->id = row->id;
	policy->layer = layer_by_key(&shown->applicableLayer)->id;
	policy->uses_contexts = (shown->flags & FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT) != 0;
	policy->callout = builtin_callout(&row->key, row->id, row->name, row->answer,
	    (shown->flags & FWPM_CALLOUT_FLAG_REGISTERED) != 0);
}

static struct policy *
make_row(const struct builtin *row)
{
	struct policy *policy = make(row->kind, &row->key);

	policy->shown = copy_object(row->kind, row->shown);
	if (row->kind == POLICY_SUBLAYER) {
		policy->weight = ((const FWPM_SUBLAYER0 *)row->shown)->weight;
		policy->number = (uint32_t)(row - builtins) + 1;
	}
	if (row->kind == POLICY_CALLOUT)
		complete_callout(policy, row);
	policy_index(policy);
	return policy;
}

/* Fields without a key of their own (RESERVED_0, ...) are shown to callouts alone.  [wfpstate.xml] */
static UINT32
show_fields(const struct layer *layer, FWPM_FIELD0 shown[])
{
	UINT32 count = 0;

	for (unsigned at = 0; at < layer->field_count; at++) {
		const struct layer_field *field = &layer->fields[at];

		if (!field->has_condition)
			continue;
		shown[count++] = (FWPM_FIELD0){
			.fieldKey = (GUID *)&field->condition,
			.type = (FWPM_FIELD_TYPE)field->kind,
			.dataType = (FWP_DATA_TYPE)field->type,
		};
	}
	return count;
}

/* Windows: the universal sublayer is every layer's default.  [wfpstate.xml] */
static struct policy *
make_layer(const struct layer *layer)
{
	struct policy *policy = make(POLICY_LAYER, &layer->key);
	FWPM_FIELD0 fields[UINT8_MAX];
	WCHAR title[64];
	FWPM_LAYER0 shown = {
		.layerKey = layer->key,
		.displayData.name = title,
		.flags = layer->flags,
		.numFields = show_fields(layer, fields),
		.field = fields,
		.defaultSubLayerKey = *key_by_name("FWPM_SUBLAYER_UNIVERSAL"),
		.layerId = layer->id,
	};
	unsigned at = 0;

	for (; layer->title[at] != '\0'; at++)
		title[at] = (uint8_t)layer->title[at];
	title[at] = 0;
	policy->id = layer->id;
	policy->shown = copy_object(POLICY_LAYER, &shown);
	policy_index(policy);
	return policy;
}

static const struct builtin *
row_of(enum policy_kind kind, const GUID *key)
{
	for (const struct builtin *row = builtins; row < builtins + builtin_count; row++) {
		if (row->kind == kind && key_same(&row->key, key) && is_present(row))
			return row;
	}
	return NULL;
}

struct policy *
builtin_find(enum policy_kind kind, const GUID *key)
{
	const struct layer *layer;
	const struct builtin *row;

	switch (kind) {
	case POLICY_PROVIDER:
	case POLICY_SUBLAYER:
	case POLICY_CALLOUT:
		row = row_of(kind, key);
		return row != NULL ? make_row(row) : NULL;
	case POLICY_LAYER:
		layer = layer_by_key(key);
		return layer != NULL ? make_layer(layer) : NULL;
	case POLICY_FILTER:
	case POLICY_CONTEXT:
	case POLICY_KINDS:
		break;
	}
	return NULL;
}

struct policy *
builtin_find_id(enum policy_kind kind, uint64_t id)
{
	const struct layer *layer;

	if (kind == POLICY_LAYER) {
		layer = id < LAYERS ? layer_by_id((uint16_t)id) : NULL;
		return layer != NULL ? policy_find(POLICY_LAYER, &layer->key) : NULL;
	}
	if (kind != POLICY_CALLOUT)
		return NULL;
	for (const struct builtin *row = builtins; row < builtins + builtin_count; row++) {
		if (row->kind == kind && row->id == id && is_present(row))
			return policy_find(kind, &row->key);
	}
	return NULL;
}

void
builtin_each(
    enum policy_kind kind, void (*each)(void *context, struct policy *policy), void *context)
{
	for (uint16_t id = 0; kind == POLICY_LAYER && id < LAYERS; id++) {
		const struct layer *layer = layer_by_id(id);

		if (layer != NULL)
			each(context, policy_find(kind, &layer->key));
	}
	for (const struct builtin *row = builtins; row < builtins + builtin_count; row++) {
		if (row->kind == kind && is_present(row))
			each(context, policy_find(kind, &row->key));
	}
}

void
builtin_each_weight(void (*each)(void *context, uint16_t weight), void *context)
{
	for (const struct builtin *row = builtins; row < builtins + builtin_count; row++) {
		if (row->kind == POLICY_SUBLAYER && is_present(row))
			each(context, ((const FWPM_SUBLAYER0 *)row->shown)->weight);
	}
}

static void
name_callout(const GUID *key)
{
	(void)policy_find(POLICY_CALLOUT, key);
}

void
builtin_start(void)
{
	builtin_finder(name_callout);
}
