#include "bfe/import.h"

#include "bfe/add.h"
#include "bfe/check.h"
#include "bfe/copy.h"
#include "bfe/exports.h"
#include "bfe/session.h"
#include "bfe/weight.h"
#include "bfe/xml_form.h"
#include "bfe/xml_key.h"
#include "host/arena.h"
#include "ledger/status.h"
#include "wfp/key.h"
#include "wfp/layer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OBJECT_TEXT 0x100000 /* bytes of text in one object */
#define REMARKS 40           /* the others are counted */

struct import {
	struct xml_document *document;
	const struct xml *state; /* the root element that holds policy */
	struct import_count count;
	struct session *session;
	void (*remark)(void *context, const char *line);
	void *context;
	uint32_t remarks;
};

static const char *const kind_names[] = { "layer", "provider", "provider context", "sublayer",
	"callout", "filter" };

struct import *
import_read(const char *name, const char *bytes, size_t length, struct xml_error *error)
{
	struct xml_document *document = xml_read(name, bytes, length, error);
	struct import *import;
	const struct xml *state;

	if (document == NULL)
		return NULL;
	state = xml_child(xml_root(document), "wfpstate");
	if (state == NULL)
		state = xml_child(xml_root(document), "wfpdiag");
	if (state == NULL) {
		const struct xml *first = xml_root(document)->first;

		xml_complain(error, xml_file(document), first != NULL ? first : xml_root(document),
		    "this is no output of netsh wfp: it has neither <wfpstate> nor <wfpdiag>");
		xml_free(document);
		return NULL;
	}
	import = calloc(1, sizeof(*import));
	if (import == NULL)
		abort();
	import->document = document;
	import->state = state;
	return import;
}

void
import_free(struct import *import)
{
	if (import == NULL)
		return;
	xml_free(import->document);
	free(import);
}

const struct import_count *
import_count(const struct import *import)
{
	return &import->count;
}

const struct xml *
import_section(const struct import *import, const char *name)
{
	return xml_child(import->state, name);
}

const struct xml *
import_root(const struct import *import)
{
	return xml_root(import->document);
}

static void
remark(struct import *import, const struct xml_error *error)
{
	if (import->remarks++ < REMARKS)
		import->remark(import->context, error->text);
	else if (import->remarks == REMARKS + 1)
		import->remark(import->context, "… and more");
}

static void
meet_unknown(void *context, const struct xml *element)
{
	struct import *import = context;
	struct xml_error error;

	import->count.unknown++;
	xml_complain(&error, xml_file(import->document), element,
	    "<%.60s> means nothing here, and is left out", element->name);
	remark(import, &error);
}

static bool
is_body(const struct xml *element)
{
	for (const struct xml_member *member = xml_context.members; member->name != NULL;
	     member++) {
		if (strcmp(member->name, element->name) == 0)
			return false;
	}
	return true;
}

/* The one element of a context that is no member of all contexts. */
static void
meet_context_body(void *context, const struct xml *element)
{
	const struct xml *first = element->parent->first;

	while (!is_body(first))
		first = first->next;
	if (first != element)
		meet_unknown(context, element);
}

const struct xml *
import_context_body(const struct import *import, const GUID *key)
{
	const struct xml *contexts = import_section(import, "providerContexts");
	const struct xml *item = contexts == NULL ? NULL : contexts->first;

	for (; item != NULL; item = item->next) {
		const struct xml *name = xml_child(item, "providerContextKey");
		const struct xml *body = item->first;
		GUID found;

		if (name == NULL || name->text == NULL || !xml_key_read(name->text, &found)
		    || !key_same(&found, key))
			continue;
		while (body != NULL && !is_body(body))
			body = body->next;
		return body;
	}
	return NULL;
}

/* Would the filter weigh here what it weighed there? */
static void
weigh(struct import *import, const FWPM_FILTER0 *filter)
{
	const struct layer *layer = layer_by_key(&filter->layerKey);

	import->count.conditions += filter->numFilterConditions;
	if (filter->effectiveWeight.type != FWP_UINT64)
		import->count.without++;
	else if (layer != NULL && weight_check(&filter->weight) == STATUS_SUCCESS
	    && weight_effective(
		   layer, &filter->weight, filter->filterCondition, filter->numFilterConditions)
		== *filter->effectiveWeight.uint64)
		import->count.weights++;
}

static const struct {
	const struct xml_shape *shape;
	enum policy_kind kind;
} kinds[] = {
	[IMPORT_LAYERS] = { &xml_layer, POLICY_LAYER },
	[IMPORT_PROVIDERS] = { &xml_provider, POLICY_PROVIDER },
	[IMPORT_CONTEXTS] = { &xml_context, POLICY_CONTEXT },
	[IMPORT_SUBLAYERS] = { &xml_sublayer, POLICY_SUBLAYER },
	[IMPORT_CALLOUTS] = { &xml_callout, POLICY_CALLOUT },
	[IMPORT_FILTERS] = { &xml_filter, POLICY_FILTER },
};

/* Layers whose fields a dump tells; they weigh what is added from then on. */
static struct layer *shown_layers[LAYERS];

static void
forget_layers(void)
{
	for (uint16_t id = 0; id < LAYERS; id++) {
		if (shown_layers[id] == NULL)
			continue;
		weight_shown_fields(&shown_layers[id]->key, NULL);
		free(shown_layers[id]);
		shown_layers[id] = NULL;
	}
}

static void
remember_fields(const FWPM_LAYER0 *shown)
{
	const struct layer *ours = layer_by_key(&shown->layerKey);
	struct layer *layer;
	struct layer_field *fields;

	if (ours == NULL || shown->numFields > UINT8_MAX || shown_layers[ours->id] != NULL)
		return;
	layer = calloc(1, sizeof(*layer) + shown->numFields * sizeof(*fields));
	if (layer == NULL)
		abort();
	fields = (struct layer_field *)(layer + 1);
	*layer = *ours;
	layer->fields = fields;
	layer->field_count = (uint8_t)shown->numFields;
	for (UINT32 i = 0; i < shown->numFields; i++) {
		if (shown->field[i].fieldKey == NULL)
			continue;
		fields[i].name = "";
		fields[i].condition = *shown->field[i].fieldKey;
		fields[i].has_condition = true;
		fields[i].type = (uint8_t)shown->field[i].dataType;
		fields[i].kind = (uint8_t)shown->field[i].type;
		fields[i].address = shown->field[i].type == FWPM_FIELD_IP_ADDRESS;
	}
	shown_layers[ours->id] = layer;
	weight_shown_fields(&ours->key, layer);
}

/* Windows' own objects and the layers are here already, and become what the dump says of them. */
static void
retell(struct policy *policy, const void *object)
{
	arena_give(policy->shown);
	policy->shown = copy_object(policy->kind, object);
	if (policy->kind == POLICY_SUBLAYER)
		policy->weight = ((const FWPM_SUBLAYER0 *)object)->weight;
	if (policy->kind == POLICY_CALLOUT)
		((FWPM_CALLOUT0 *)policy->shown)->calloutId = (UINT32)policy->id;
	if (policy->kind == POLICY_LAYER) {
		((FWPM_LAYER0 *)policy->shown)->layerId = (UINT16)policy->id;
		remember_fields(object);
	}
}

static bool
has_taken_id(enum import_kind kind, const void *object)
{
	const FWPM_PROVIDER_CONTEXT0 *context = object;

	return kind == IMPORT_CONTEXTS && context->providerContextId != 0
	    && policy_find_id(POLICY_CONTEXT, context->providerContextId) != NULL;
}

static NTSTATUS
add(struct import *import, enum import_kind kind, const void *object)
{
	const GUID *key = object; /* the first member of them all */
	struct policy *made = policy_find(kinds[kind].kind, key);
	NTSTATUS status = check_shown(kinds[kind].kind, object);

	if (status != STATUS_SUCCESS)
		return status;
	if (kind == IMPORT_LAYERS && made == NULL)
		return STATUS_FWP_LAYER_NOT_FOUND;
	if (has_taken_id(kind, object))
		return STATUS_FWP_ALREADY_EXISTS;
	if (made != NULL && made->builtin) {
		retell(made, object);
		return STATUS_SUCCESS;
	}
	if (kind == IMPORT_FILTERS)
		weigh(import, object);
	return add_policy(import->session, kinds[kind].kind, object, NULL, &made);
}

static void
leave_out(struct import *import, enum import_kind kind, struct xml_error *error)
{
	import->count.left_out[kind]++;
	remark(import, error);
}

static void
install_object(struct import *import, enum import_kind kind, const struct xml *item)
{
	struct xml_error error;
	struct xml_getter getter = {
		.file = xml_file(import->document),
		.error = &error,
		.unknown = kind == IMPORT_CONTEXTS ? meet_context_body : meet_unknown,
		.context = import,
	};
	size_t bytes = (kinds[kind].shape->bytes + 7) & ~(size_t)7;
	char code[96];
	void *object;
	NTSTATUS status;

	import->count.read[kind]++;
	if (xml_text_bytes(item) > OBJECT_TEXT || xml_elements(item) > OBJECT_TEXT / 16) {
		xml_complain(&error, getter.file, item, "a %s of this size", kind_names[kind]);
		leave_out(import, kind, &error);
		return;
	}
	getter.size = xml_room(item);
	object = arena_take(bytes + getter.size);
	getter.room = (char *)object + bytes;
	if (!xml_get(&getter, kinds[kind].shape, item, object)) {
		leave_out(import, kind, &error);
	} else {
		status = add(import, kind, object);
		if (status != STATUS_SUCCESS) {
			status_text(status, code, sizeof(code));
			xml_complain(&error, getter.file, item, "this %s can't be added: %s",
			    kind_names[kind], code);
			leave_out(import, kind, &error);
		}
	}
	arena_give(object);
}

static void
install_list(struct import *import, enum import_kind kind, const struct xml *list)
{
	const struct xml *item = list == NULL ? NULL : list->first;

	for (; item != NULL; item = item->next)
		install_object(import, kind, item);
}

/* show state: <layers><item><layer/><callouts/><filters/></item></layers> */
static void
install_of_layers(struct import *import, enum import_kind kind, const char *name)
{
	const struct xml *layers = import_section(import, "layers");
	const struct xml *item = layers == NULL ? NULL : layers->first;

	for (; item != NULL; item = item->next) {
		if (kind != IMPORT_LAYERS)
			install_list(import, kind, xml_child(item, name));
		else if (xml_child(item, name) != NULL)
			install_object(import, kind, xml_child(item, name));
	}
}

void
import_install(
    struct import *import, void (*remark_to)(void *context, const char *line), void *context)
{
	import->remark = remark_to;
	import->context = context;
	import->remarks = 0;
	import->count = (struct import_count){ 0 };
	forget_layers();
	import->session = bfe_session_open_restoring();
	FwpmTransactionBegin0(import->session, 0);
	install_of_layers(import, IMPORT_LAYERS, "layer");
	install_list(import, IMPORT_PROVIDERS, import_section(import, "providers"));
	install_list(import, IMPORT_CONTEXTS, import_section(import, "providerContexts"));
	install_list(import, IMPORT_SUBLAYERS, import_section(import, "subLayers"));
	install_of_layers(import, IMPORT_CALLOUTS, "callouts");
	install_list(import, IMPORT_CALLOUTS, import_section(import, "callouts"));
	install_of_layers(import, IMPORT_FILTERS, "filters");
	install_list(import, IMPORT_FILTERS, import_section(import, "filters"));
	FwpmTransactionCommit0(import->session);
	FwpmEngineClose0(import->session);
}
