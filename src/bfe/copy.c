#include "bfe/copy.h"

#include "bfe/exports.h"
#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/holding.h"
#include "wfp/value.h"

#include <string.h>

#define MAGIC 0x4d65664c /* "LfeM" */
#define TEXT_LIMIT 4096

/* Memory that the driver must give back. */
struct lent {
	uint32_t magic;
	uint32_t unused[3];
	char bytes[]; /* aligned as the arena's memory is */
};

/* Counts first, while there is no room, then writes. */
struct copier {
	char *room;
	size_t used;
};

static void *
put(struct copier *copier, const void *from, size_t bytes)
{
	void *to = copier->room == NULL ? NULL : copier->room + copier->used;

	if (from == NULL)
		return NULL;
	if (to != NULL)
		memcpy(to, from, bytes);
	copier->used += (bytes + 15) / 16 * 16;
	return to;
}

static WCHAR *
put_text(struct copier *copier, const WCHAR *text)
{
	size_t length = 0;

	if (text == NULL)
		return NULL;
	while (length < TEXT_LIMIT && text[length] != 0)
		length++;
	return put(copier, text, (length + 1) * sizeof(WCHAR));
}

static void
put_display(struct copier *copier, FWPM_DISPLAY_DATA0 *display)
{
	display->name = put_text(copier, display->name);
	display->description = put_text(copier, display->description);
}

static void
put_blob(struct copier *copier, FWP_BYTE_BLOB *blob)
{
	blob->data = blob->size == 0 ? NULL : put(copier, blob->data, blob->size);
}

static void
put_weight(struct copier *copier, FWP_VALUE0 *weight)
{
	if (weight->type == FWP_UINT64)
		weight->uint64 = put(copier, weight->uint64, sizeof(UINT64));
}

static void
put_conditions(struct copier *copier, FWPM_FILTER0 *filter)
{
	const FWPM_FILTER_CONDITION0 *from = filter->filterCondition;
	FWPM_FILTER_CONDITION0 *to;

	if (filter->numFilterConditions == 0)
		return;
	to = put(copier, from, filter->numFilterConditions * sizeof(*from));
	for (uint32_t at = 0; at < filter->numFilterConditions; at++) {
		char *room = copier->room == NULL ? NULL : copier->room + copier->used;

		copier->used += (value_behind(&from[at].conditionValue) + 15) / 16 * 16;
		if (room != NULL)
			value_copy(&to[at].conditionValue, &from[at].conditionValue, &room);
	}
	filter->filterCondition = to;
}

static void
put_provider(struct copier *copier, FWPM_PROVIDER0 *provider)
{
	put_display(copier, &provider->displayData);
	put_blob(copier, &provider->providerData);
	provider->serviceName = put_text(copier, provider->serviceName);
}

static void
put_sublayer(struct copier *copier, FWPM_SUBLAYER0 *sublayer)
{
	put_display(copier, &sublayer->displayData);
	sublayer->providerKey = put(copier, sublayer->providerKey, sizeof(GUID));
	put_blob(copier, &sublayer->providerData);
}

static void
put_callout(struct copier *copier, FWPM_CALLOUT0 *callout)
{
	put_display(copier, &callout->displayData);
	callout->providerKey = put(copier, callout->providerKey, sizeof(GUID));
	put_blob(copier, &callout->providerData);
}

static void
put_filter(struct copier *copier, FWPM_FILTER0 *filter)
{
	put_display(copier, &filter->displayData);
	filter->providerKey = put(copier, filter->providerKey, sizeof(GUID));
	put_blob(copier, &filter->providerData);
	put_weight(copier, &filter->weight);
	put_weight(copier, &filter->effectiveWeight);
	put_conditions(copier, filter);
}

/* Only general contexts are added: see bfe/context. */
static void
put_context(struct copier *copier, FWPM_PROVIDER_CONTEXT0 *context)
{
	FWP_BYTE_BLOB data = { 0 };

	put_display(copier, &context->displayData);
	context->providerKey = put(copier, context->providerKey, sizeof(GUID));
	put_blob(copier, &context->providerData);
	if (context->dataBuffer == NULL)
		return;
	data = *context->dataBuffer;
	put_blob(copier, &data);
	context->dataBuffer = put(copier, &data, sizeof(data));
}

union object {
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
	case POLICY_KINDS:
		break;
	}
	return 0;
}

static void *
put_object(struct copier *copier, enum policy_kind kind, const void *object)
{
	void *to = put(copier, object, size_of(kind));
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

void **
copy_lend_all(enum policy_kind kind, void *const *objects, uint32_t count)
{
	size_t head = (count * sizeof(void *) + 15) / 16 * 16;
	struct copier copier = { .used = head };
	void **entries;

	if (count == 0)
		return NULL;
	for (uint32_t at = 0; at < count; at++)
		put_object(&copier, kind, objects[at]);
	copier.room = lend(copier.used);
	copier.used = head;
	entries = (void **)(void *)copier.room;
	for (uint32_t at = 0; at < count; at++)
		entries[at] = put_object(&copier, kind, objects[at]);
	return entries;
}

FWP_VALUE0 *
copy_lend_value(const FWP_VALUE0 *value)
{
	return memcpy(lend(sizeof(*value)), value, sizeof(*value));
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
