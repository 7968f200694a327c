/*
 * Windows: layers, their callouts and filters stand in the order of their run-time ids, sublayers
 *   in that of their weights; providers and provider contexts in an order of their own, which an import
 *   keeps.  [netsh wfp show state of Windows 11]
 */
#include "report/netsh.h"

#include "bfe/builtin.h"
#include "bfe/callout.h"
#include "bfe/policy.h"
#include "bfe/xml_form.h"
#include "bfe/xml_key.h"
#include "rtl/exports.h"
#include "sched/clock.h"
#include "wfp/filter.h"

#include <assert.h>
#include <stdlib.h>

/* Objects of a kind, sorted. */
struct listing {
	const struct policy **objects;
	size_t count, room;
};

static void
add_object(void *context, struct policy *policy)
{
	struct listing *listing = context;

	if (listing->count == listing->room) {
		listing->room = listing->room * 2 + 64;
		listing->objects =
		    realloc(listing->objects, listing->room * sizeof(*listing->objects));
		assert(listing->objects != NULL);
	}
	listing->objects[listing->count++] = policy;
}

static uint16_t
layer_of(const struct policy *policy)
{
	return policy->kind == POLICY_FILTER ? policy->filter->layer : policy->layer;
}

/* Numbers of objects of one kind are never equal, so this is a total order. */
static int
compare(const void *left_at, const void *right_at)
{
	const struct policy *left = *(const struct policy *const *)left_at;
	const struct policy *right = *(const struct policy *const *)right_at;

	if (left->kind == POLICY_SUBLAYER) {
		if (left->weight != right->weight)
			return left->weight < right->weight ? -1 : 1;
		return left->number < right->number ? -1 : left->number > right->number;
	}
	if (layer_of(left) != layer_of(right))
		return layer_of(left) < layer_of(right) ? -1 : 1;
	return left->id < right->id ? -1 : left->id > right->id;
}

/* Where the dump has a provider; behind all of them: it does not. */
static size_t
place_of(const struct import *import, const GUID *provider)
{
	const struct xml *list = import == NULL ? NULL : import_section(import, "providers");
	const struct xml *item = list == NULL ? NULL : list->first;
	size_t place = 0;
	GUID key;

	for (; item != NULL; item = item->next, place++) {
		const struct xml *name = xml_child(item, "providerKey");

		if (name != NULL && name->text != NULL && xml_key_read(name->text, &key)
		    && key_same(&key, provider))
			break;
	}
	return place;
}

static struct listing
list_kind(enum policy_kind kind)
{
	struct listing listing = { 0 };

	builtin_each(kind, add_object, &listing);
	policy_each(kind, add_object, &listing);
	if (kind != POLICY_PROVIDER && listing.count > 1)
		qsort(listing.objects, listing.count, sizeof(*listing.objects), compare);
	return listing;
}

/* A callout shows whether it is registered now. */
static void
put_now(struct xml_writer *writer, const struct xml_shape *shape, const struct policy *policy)
{
	FWPM_CALLOUT0 callout;

	if (policy->kind != POLICY_CALLOUT) {
		xml_put(writer, shape, policy->shown);
		return;
	}
	callout = *(const FWPM_CALLOUT0 *)policy->shown;
	callout.flags = callout_flags_shown(&callout);
	xml_put(writer, shape, &callout);
}

static void
put_items(struct xml_writer *writer, const char *name, const struct xml_shape *shape,
    const struct policy *const *objects, size_t count)
{
	if (!xml_open_items(writer, name, count))
		return;
	for (size_t i = 0; i < count; i++) {
		xml_open(writer, "item");
		put_now(writer, shape, objects[i]);
		xml_close(writer, "item");
	}
	xml_close(writer, name);
}

/* In the dump's order, then in that of their adding. */
static void
put_providers(struct xml_writer *writer, const struct import *import)
{
	struct listing listing = list_kind(POLICY_PROVIDER);

	for (size_t i = 1; i < listing.count; i++) {
		const struct policy *moved = listing.objects[i];
		size_t place = place_of(import, &moved->by_key.key), to = i;

		for (; to > 0 && place_of(import, &listing.objects[to - 1]->by_key.key) > place;
		     to--)
			listing.objects[to] = listing.objects[to - 1];
		listing.objects[to] = moved;
	}
	put_items(writer, "providers", &xml_provider, listing.objects, listing.count);
	free(listing.objects);
}

static void
put_kind(struct xml_writer *writer, const char *name, enum policy_kind kind,
    const struct xml_shape *shape)
{
	struct listing listing = list_kind(kind);

	put_items(writer, name, shape, listing.objects, listing.count);
	free(listing.objects);
}

/* The body of a context that is not a general one is the dump's. */
static void
put_context(
    struct xml_writer *writer, const struct import *import, const FWPM_PROVIDER_CONTEXT0 *context)
{
	const struct xml *body = NULL;

	if (context->type != FWPM_GENERAL_CONTEXT && import != NULL)
		body = import_context_body(import, &context->providerContextKey);
	xml_open(writer, "item");
	xml_put(writer, &xml_context_head, context);
	if (body != NULL)
		xml_write(writer, body);
	xml_put(writer, &xml_context_tail, context);
	xml_close(writer, "item");
}

static void
put_contexts(struct xml_writer *writer, const struct import *import)
{
	struct listing listing = list_kind(POLICY_CONTEXT);

	if (xml_open_items(writer, "providerContexts", listing.count)) {
		for (size_t i = 0; i < listing.count; i++)
			put_context(writer, import, listing.objects[i]->shown);
		xml_close(writer, "providerContexts");
	}
	free(listing.objects);
}

/* Those at the layer; the listing is sorted by layers, and *at goes on. */
static size_t
count_at(const struct listing *listing, size_t at, uint16_t layer)
{
	size_t count = 0;

	while (at + count < listing->count && layer_of(listing->objects[at + count]) == layer)
		count++;
	return count;
}

static void
put_at_layer(struct xml_writer *writer, const char *name, const struct xml_shape *shape,
    const struct listing *listing, size_t *at, uint16_t layer)
{
	size_t count = count_at(listing, *at, layer);

	put_items(writer, name, shape, count > 0 ? listing->objects + *at : NULL, count);
	*at += count;
}

static void
put_layers(struct xml_writer *writer)
{
	struct listing layers = list_kind(POLICY_LAYER);
	struct listing callouts = list_kind(POLICY_CALLOUT), filters = list_kind(POLICY_FILTER);
	size_t callout = 0, filter = 0;

	xml_open_items(writer, "layers", layers.count);
	for (size_t i = 0; i < layers.count; i++) {
		uint16_t id = (uint16_t)layers.objects[i]->id;

		xml_open(writer, "item");
		xml_open(writer, "layer");
		xml_put(writer, &xml_layer, layers.objects[i]->shown);
		xml_close(writer, "layer");
		put_at_layer(writer, "callouts", &xml_callout, &callouts, &callout, id);
		put_at_layer(writer, "filters", &xml_filter, &filters, &filter, id);
		xml_close(writer, "item");
	}
	xml_close(writer, "layers");
	free(layers.objects);
	free(callouts.objects);
	free(filters.objects);
}

static void
put_section(struct xml_writer *writer, const struct import *import, const char *name)
{
	const struct xml *section = import == NULL ? NULL : import_section(import, name);

	if (section != NULL)
		xml_write(writer, section);
	else
		xml_empty(writer, name);
}

/* Sections that the dump has behind the sublayers, and roots behind the first. */
static void
put_rest(struct xml_writer *writer, const struct import *import)
{
	const struct xml *at = import_section(import, "subLayers");

	for (at = at == NULL ? NULL : at->next; at != NULL; at = at->next)
		xml_write(writer, at);
}

static void
put_firewall(struct xml_writer *writer, const struct import *import)
{
	const struct xml *root = import == NULL ? NULL : import_root(import)->first->next;

	if (import == NULL) {
		xml_open(writer, "firewallState");
		xml_empty(writer, "dynamicKeywordAddresses");
		xml_close(writer, "firewallState");
	}
	for (; root != NULL; root = root->next)
		xml_write(writer, root);
}

/* "2024-01-01T00:00:00.000Z" */
void
netsh_time(struct xml_writer *writer, const char *name, uint64_t when_100ns)
{
	const LARGE_INTEGER time = { .QuadPart = (LONGLONG)(CLOCK_BOOT_TIME + when_100ns) };
	TIME_FIELDS at;

	RtlTimeToTimeFields(&time, &at);
	xml_leaf_format(writer, name, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", at.Year, at.Month,
	    at.Day, at.Hour, at.Minute, at.Second, at.Milliseconds);
}

void
netsh_state(const struct import *import, struct text *out)
{
	static const char *const none[] = { "subscriptions", "ipsecSaContexts",
		"aleConnectedEndpoints", "ikeextSas" };
	struct xml_writer writer;

	xml_begin(&writer, out);
	xml_open(&writer, "wfpstate");
	if (import != NULL && import_section(import, "timeStamp") != NULL)
		xml_write(&writer, import_section(import, "timeStamp"));
	else
		netsh_time(&writer, "timeStamp", clock_now_100ns());
	put_section(&writer, import, "sessions");
	put_layers(&writer);
	put_providers(&writer, import);
	put_contexts(&writer, import);
	put_kind(&writer, "subLayers", POLICY_SUBLAYER, &xml_sublayer);
	if (import != NULL)
		put_rest(&writer, import);
	for (size_t i = 0; import == NULL && i < sizeof(none) / sizeof(none[0]); i++)
		xml_empty(&writer, none[i]);
	xml_close(&writer, "wfpstate");
	put_firewall(&writer, import);
}

void
netsh_filters(struct text *out)
{
	struct xml_writer writer;

	xml_begin(&writer, out);
	xml_open(&writer, "wfpdiag");
	put_kind(&writer, "filters", POLICY_FILTER, &xml_filter);
	put_providers(&writer, NULL);
	xml_close(&writer, "wfpdiag");
}
