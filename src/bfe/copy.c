#include "bfe/copy.h"

#include "bfe/exports.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "security/sid.h"
#include "wfp/copier.h"

#include <string.h>

#define MAGIC 0x4d65664c /* "LfeM" */

/* Memory that the driver must give back. */
struct lent {
	uint32_t magic;
	uint32_t unused[3];
	char bytes[]; /* aligned as the arena's memory is */
};

static void
put_display(struct copier *copier, FWPM_DISPLAY_DATA0 *display)
{
	display->name = copier_put_text(copier, display->name);
	display->description = copier_put_text(copier, display->description);
}

static void
put_conditions(struct copier *copier, FWPM_FILTER0 *filter)
{
	const FWPM_FILTER_CONDITION0 *from = filter->filterCondition;
	size_t count = filter->numFilterConditions;
	FWPM_FILTER_CONDITION0 *to = copier_put(copier, from, count * sizeof(*from));

	for (size_t at = 0; from != NULL && at < count; at++) {
		FWP_CONDITION_VALUE0 value = from[at].conditionValue;

		copier_put_condition(copier, &value);
		if (to != NULL)
			to[at].conditionValue = value;
	}
	filter->filterCondition = to;
}

static void
put_provider(struct copier *copier, FWPM_PROVIDER0 *provider)
{
	put_display(copier, &provider->displayData);
	copier_put_blob(copier, &provider->providerData);
	provider->serviceName = copier_put_text(copier, provider->serviceName);
}

static void
put_sublayer(struct copier *copier, FWPM_SUBLAYER0 *sublayer)
{
	put_display(copier, &sublayer->displayData);
	sublayer->providerKey = copier_put(copier, sublayer->providerKey, sizeof(GUID));
	copier_put_blob(copier, &sublayer->providerData);
}

static void
put_callout(struct copier *copier, FWPM_CALLOUT0 *callout)
{
	put_display(copier, &callout->displayData);
	callout->providerKey = copier_put(copier, callout->providerKey, sizeof(GUID));
	copier_put_blob(copier, &callout->providerData);
}

static void
put_filter(struct copier *copier, FWPM_FILTER0 *filter)
{
	put_display(copier, &filter->displayData);
	filter->providerKey = copier_put(copier, filter->providerKey, sizeof(GUID));
	copier_put_blob(copier, &filter->providerData);
	copier_put_value(copier, &filter->weight);
	copier_put_value(copier, &filter->effectiveWeight);
	filter->reserved = copier_put(copier, filter->reserved, sizeof(GUID));
	put_conditions(copier, filter);
}

/* FWPM_NETWORK_CONNECTION_POLICY_SETTINGS0 has the same layout.  [fwpmtypes.h] */
static FWPM_CLASSIFY_OPTIONS0 *
put_options(struct copier *copier, const FWPM_CLASSIFY_OPTIONS0 *from)
{
	FWPM_CLASSIFY_OPTIONS0 options;
	FWPM_CLASSIFY_OPTION0 *to;

	if (from == NULL)
		return NULL;
	options = *from;
	to = copier_put(copier, options.options, options.numOptions * sizeof(*to));
	for (UINT32 at = 0; options.options != NULL && at < options.numOptions; at++) {
		FWP_VALUE0 value = options.options[at].value;

		copier_put_value(copier, &value);
		if (to != NULL)
			to[at].value = value;
	}
	options.options = to;
	return copier_put(copier, &options, sizeof(options));
}

/* Of the types that are not modelled nothing is followed: see bfe/context. */
static void
put_context(struct copier *copier, FWPM_PROVIDER_CONTEXT0 *context)
{
	put_display(copier, &context->displayData);
	context->providerKey = copier_put(copier, context->providerKey, sizeof(GUID));
	copier_put_blob(copier, &context->providerData);
	if (context->type == FWPM_GENERAL_CONTEXT)
		context->dataBuffer = copier_put_whole_blob(copier, context->dataBuffer);
	else if (context->type == FWPM_CLASSIFY_OPTIONS_CONTEXT
	    || context->type == FWPM_NETWORK_CONNECTION_POLICY_CONTEXT)
		context->classifyOptions = put_options(copier, context->classifyOptions);
}

static void
put_layer(struct copier *copier, FWPM_LAYER0 *layer)
{
	FWPM_FIELD0 *to = copier_put(copier, layer->field, layer->numFields * sizeof(*to));

	put_display(copier, &layer->displayData);
	for (uint32_t at = 0; at < layer->numFields; at++) {
		GUID *key = copier_put(copier, layer->field[at].fieldKey, sizeof(GUID));

		if (to != NULL)
			to[at].fieldKey = key;
	}
	layer->field = to;
}

union object {
	FWPM_LAYER0 layer;
	FWPM_PROVIDER0 provider;
	FWPM_SUBLAYER0 sublayer;
	FWPM_CALLOUT0 callout;
	FWPM_FILTER0 filter;
	FWPM_PROVIDER_CONTEXT0 context;
};

static size_t
size_of(enum policy_kind kind)
{
	switch (kind) {
	case POLICY_PROVIDER:
		return sizeof(FWPM_PROVIDER0);
	case POLICY_SUBLAYER:
		return sizeof(FWPM_SUBLAYER0);
	case POLICY_CALLOUT:
		return sizeof(FWPM_CALLOUT0);
	case POLICY_FILTER:
		return sizeof(FWPM_FILTER0);
	case POLICY_CONTEXT:
		return sizeof(FWPM_PROVIDER_CONTEXT0);
	case POLICY_LAYER:
		return sizeof(FWPM_LAYER0);
	case POLICY_KINDS:
		break;
	}
	return 0;
}

static void *
put_object(struct copier *copier, enum policy_kind kind, const void *object)
{
	void *to = copier_put(copier, object, size_of(kind));
	union object whole;

	memcpy(&whole, object, size_of(kind));
	switch (kind) {
	case POLICY_PROVIDER:
		put_provider(copier, &whole.provider);
		break;
	case POLICY_SUBLAYER:
		put_sublayer(copier, &whole.sublayer);
		break;
	case POLICY_CALLOUT:
		put_callout(copier, &whole.callout);
		break;
	case POLICY_FILTER:
		put_filter(copier, &whole.filter);
		break;
	case POLICY_CONTEXT:
		put_context(copier, &whole.context);
		break;
	case POLICY_LAYER:
		put_layer(copier, &whole.layer);
		break;
	case POLICY_KINDS:
		break;
	}
	if (to != NULL)
		memcpy(to, &whole, size_of(kind));
	return to;
}

void *
copy_object_with(enum policy_kind kind, const void *object, void *(*take)(size_t bytes))
{
	struct copier copier = { 0 };

	put_object(&copier, kind, object);
	copier.room = take(copier.used);
	copier.used = 0;
	return put_object(&copier, kind, object);
}

void *
copy_object(enum policy_kind kind, const void *object)
{
	return copy_object_with(kind, object, arena_take);
}

static char *
lend(size_t bytes)
{
	struct lent *lent = arena_take(sizeof(*lent) + bytes);

	lent->magic = MAGIC;
	ledger_enter(HOLDING_BFE_MEMORY, (uintptr_t)lent->bytes, bytes);
	return lent->bytes;
}

void *
copy_lend(enum policy_kind kind, const void *object)
{
	struct copier copier = { 0 };

	put_object(&copier, kind, object);
	copier.room = lend(copier.used);
	copier.used = 0;
	return put_object(&copier, kind, object);
}

/* As put_object; a session is of no kind. */
static void *
put_session(struct copier *copier, enum policy_kind none, const void *session)
{
	void *to = copier_put(copier, session, sizeof(FWPM_SESSION0));
	FWPM_SESSION0 whole = *(const FWPM_SESSION0 *)session;

	(void)none;
	put_display(copier, &whole.displayData);
	if (whole.sid != NULL)
		whole.sid = copier_put(copier, whole.sid, sid_bytes(whole.sid));
	whole.username = copier_put_text(copier, whole.username);
	if (to != NULL)
		memcpy(to, &whole, sizeof(whole));
	return to;
}

FWPM_SESSION0 *
copy_session(const FWPM_SESSION0 *session)
{
	struct copier copier = { 0 };

	put_session(&copier, POLICY_KINDS, session);
	copier.room = arena_take(copier.used);
	copier.used = 0;
	return put_session(&copier, POLICY_KINDS, session);
}

static void **
lend_all(void *(*put)(struct copier *, enum policy_kind, const void *), enum policy_kind kind,
    void *const *objects, uint32_t count)
{
	size_t head = (count * sizeof(void *) + 15) / 16 * 16;
	struct copier copier = { .used = head };
	void **entries;

	if (count == 0)
		return NULL;
	for (uint32_t at = 0; at < count; at++)
		put(&copier, kind, objects[at]);
	copier.room = lend(copier.used);
	copier.used = head;
	entries = (void **)(void *)copier.room;
	for (uint32_t at = 0; at < count; at++)
		entries[at] = put(&copier, kind, objects[at]);
	return entries;
}

void *
copy_lend_room(size_t bytes)
{
	return lend(bytes);
}

void **
copy_lend_all(enum policy_kind kind, void *const *objects, uint32_t count)
{
	return lend_all(put_object, kind, objects, count);
}

FWPM_SESSION0 **
copy_lend_sessions(FWPM_SESSION0 *const *sessions, uint32_t count)
{
	return (FWPM_SESSION0 **)lend_all(
	    put_session, POLICY_KINDS, (void *const *)sessions, count);
}

void *
copy_lend_bytes(const void *from, size_t bytes)
{
	return memcpy(lend(bytes), from, bytes);
}

FWP_VALUE0 *
copy_lend_value(const FWP_VALUE0 *value)
{
	return copy_lend_bytes(value, sizeof(*value));
}

/* Windows: the pointer is set to NULL.  [win32:FwpmFreeMemory0] */
void NTAPI
FwpmFreeMemory0(void **p)
{
	struct lent *lent;

	if (p == NULL || *p == NULL)
		return;
	lent = (struct lent *)((char *)*p - offsetof(struct lent, bytes));
	if (!key_is_object(lent, MAGIC)) {
		finding(RULE_R52, "FwpmFreeMemory0 is given %p, which no Fwpm call returned", *p);
		return;
	}
	ledger_strike(HOLDING_BFE_MEMORY, (uintptr_t)lent->bytes);
	lent->magic = 0;
	arena_give(lent);
	*p = NULL;
}
