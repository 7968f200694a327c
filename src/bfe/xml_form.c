#include "bfe/xml_form.h"

#define AT(Type, member) (uint16_t) offsetof(Type, member)
#define MEMBER(Type, member, kind, ...) \
	{ \
		.name = #member, .form = kind, .at = AT(Type, member), ##__VA_ARGS__ \
	}
#define ITEMS(Type, member, count, of) \
	{ \
		.name = #member, .form = FORM_ITEMS, .at = AT(Type, member), \
		.count_at = AT(Type, count), .shape = &of \
	}
#define MEMBERS_END \
	{ \
		.name = NULL \
	}
#define SHAPE(Type, list) \
	{ \
		.bytes = sizeof(Type), .members = list \
	}

static const struct xml_member display_members[] = {
	MEMBER(FWPM_DISPLAY_DATA0, name, FORM_STRING),
	MEMBER(FWPM_DISPLAY_DATA0, description, FORM_STRING),
	MEMBERS_END,
};
static const struct xml_shape display = SHAPE(FWPM_DISPLAY_DATA0, display_members);

#define DISPLAY(Type) MEMBER(Type, displayData, FORM_SHAPE, .shape = &display)
#define FLAGS(Type, list) MEMBER(Type, flags, FORM_FLAGS, .words = list)

static const struct xml_member session_members[] = {
	MEMBER(FWPM_SESSION0, sessionKey, FORM_KEY),
	DISPLAY(FWPM_SESSION0),
	FLAGS(FWPM_SESSION0, xml_session_flags),
	MEMBER(FWPM_SESSION0, txnWaitTimeoutInMSec, FORM_UINT32),
	MEMBER(FWPM_SESSION0, processId, FORM_UINT32),
	MEMBER(FWPM_SESSION0, sid, FORM_SID),
	MEMBER(FWPM_SESSION0, username, FORM_STRING),
	MEMBER(FWPM_SESSION0, kernelMode, FORM_BOOL),
	MEMBERS_END,
};
const struct xml_shape xml_session = SHAPE(FWPM_SESSION0, session_members);

static const struct xml_member provider_members[] = {
	MEMBER(FWPM_PROVIDER0, providerKey, FORM_KEY),
	DISPLAY(FWPM_PROVIDER0),
	FLAGS(FWPM_PROVIDER0, xml_provider_flags),
	MEMBER(FWPM_PROVIDER0, providerData, FORM_BLOB),
	MEMBER(FWPM_PROVIDER0, serviceName, FORM_STRING),
	MEMBERS_END,
};
const struct xml_shape xml_provider = SHAPE(FWPM_PROVIDER0, provider_members);

static bool
is_general(const void *object)
{
	return ((const FWPM_PROVIDER_CONTEXT0 *)object)->type == FWPM_GENERAL_CONTEXT;
}

/* clang-format off */
#define CONTEXT_HEAD \
	MEMBER(FWPM_PROVIDER_CONTEXT0, providerContextKey, FORM_KEY), \
	DISPLAY(FWPM_PROVIDER_CONTEXT0), \
	FLAGS(FWPM_PROVIDER_CONTEXT0, xml_context_flags), \
	MEMBER(FWPM_PROVIDER_CONTEXT0, providerKey, FORM_KEY_POINTER), \
	MEMBER(FWPM_PROVIDER_CONTEXT0, providerData, FORM_BLOB), \
	MEMBER(FWPM_PROVIDER_CONTEXT0, type, FORM_WORD, .words = xml_context_types)
#define CONTEXT_TAIL \
	MEMBER(FWPM_PROVIDER_CONTEXT0, dataBuffer, FORM_BLOB_POINTER, .present = is_general), \
	MEMBER(FWPM_PROVIDER_CONTEXT0, providerContextId, FORM_UINT64)
/* clang-format on */

static const struct xml_member context_members[] = { CONTEXT_HEAD, CONTEXT_TAIL, MEMBERS_END };
static const struct xml_member context_head_members[] = { CONTEXT_HEAD, MEMBERS_END };
static const struct xml_member context_tail_members[] = { CONTEXT_TAIL, MEMBERS_END };
const struct xml_shape xml_context = SHAPE(FWPM_PROVIDER_CONTEXT0, context_members);
const struct xml_shape xml_context_head = SHAPE(FWPM_PROVIDER_CONTEXT0, context_head_members);
const struct xml_shape xml_context_tail = SHAPE(FWPM_PROVIDER_CONTEXT0, context_tail_members);

static const struct xml_member sublayer_members[] = {
	MEMBER(FWPM_SUBLAYER0, subLayerKey, FORM_KEY),
	DISPLAY(FWPM_SUBLAYER0),
	FLAGS(FWPM_SUBLAYER0, xml_sublayer_flags),
	MEMBER(FWPM_SUBLAYER0, providerKey, FORM_KEY_POINTER),
	MEMBER(FWPM_SUBLAYER0, providerData, FORM_BLOB),
	MEMBER(FWPM_SUBLAYER0, weight, FORM_UINT16),
	MEMBERS_END,
};
const struct xml_shape xml_sublayer = SHAPE(FWPM_SUBLAYER0, sublayer_members);

static const struct xml_member field_members[] = {
	MEMBER(FWPM_FIELD0, fieldKey, FORM_KEY_POINTER),
	MEMBER(FWPM_FIELD0, type, FORM_WORD, .words = xml_field_types),
	MEMBER(FWPM_FIELD0, dataType, FORM_WORD, .words = xml_data_types),
	MEMBERS_END,
};
static const struct xml_shape field = SHAPE(FWPM_FIELD0, field_members);

static const struct xml_member layer_members[] = {
	MEMBER(FWPM_LAYER0, layerKey, FORM_KEY),
	DISPLAY(FWPM_LAYER0),
	FLAGS(FWPM_LAYER0, xml_layer_flags),
	ITEMS(FWPM_LAYER0, field, numFields, field),
	MEMBER(FWPM_LAYER0, defaultSubLayerKey, FORM_KEY),
	MEMBER(FWPM_LAYER0, layerId, FORM_UINT16),
	MEMBERS_END,
};
const struct xml_shape xml_layer = SHAPE(FWPM_LAYER0, layer_members);

static const struct xml_member callout_members[] = {
	MEMBER(FWPM_CALLOUT0, calloutKey, FORM_KEY),
	DISPLAY(FWPM_CALLOUT0),
	FLAGS(FWPM_CALLOUT0, xml_callout_flags),
	MEMBER(FWPM_CALLOUT0, providerKey, FORM_KEY_POINTER),
	MEMBER(FWPM_CALLOUT0, providerData, FORM_BLOB),
	MEMBER(FWPM_CALLOUT0, applicableLayer, FORM_KEY),
	MEMBER(FWPM_CALLOUT0, calloutId, FORM_UINT32),
	MEMBERS_END,
};
const struct xml_shape xml_callout = SHAPE(FWPM_CALLOUT0, callout_members);

static const struct xml_member condition_members[] = {
	MEMBER(FWPM_FILTER_CONDITION0, fieldKey, FORM_KEY),
	MEMBER(FWPM_FILTER_CONDITION0, matchType, FORM_WORD, .words = xml_match_types),
	MEMBER(FWPM_FILTER_CONDITION0, conditionValue, FORM_CONDITION),
	MEMBERS_END,
};
static const struct xml_shape condition = SHAPE(FWPM_FILTER_CONDITION0, condition_members);

static const struct xml_member action_members[] = {
	MEMBER(FWPM_ACTION0, type, FORM_WORD, .words = xml_actions),
	MEMBER(FWPM_ACTION0, filterType, FORM_KEY),
	MEMBERS_END,
};
static const struct xml_shape action = SHAPE(FWPM_ACTION0, action_members);

static bool
has_context(const void *object)
{
	const UINT32 flags = FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT
	    | FWPM_FILTER_FLAG_HAS_SECURITY_REALM_PROVIDER_CONTEXT;

	return (((const FWPM_FILTER0 *)object)->flags & flags) != 0;
}

static bool
has_raw_context(const void *object)
{
	return !has_context(object);
}

static const struct xml_member filter_members[] = {
	MEMBER(FWPM_FILTER0, filterKey, FORM_KEY),
	DISPLAY(FWPM_FILTER0),
	FLAGS(FWPM_FILTER0, xml_filter_flags),
	MEMBER(FWPM_FILTER0, providerKey, FORM_KEY_POINTER),
	MEMBER(FWPM_FILTER0, providerData, FORM_BLOB),
	MEMBER(FWPM_FILTER0, layerKey, FORM_KEY),
	MEMBER(FWPM_FILTER0, subLayerKey, FORM_KEY),
	MEMBER(FWPM_FILTER0, weight, FORM_VALUE),
	ITEMS(FWPM_FILTER0, filterCondition, numFilterConditions, condition),
	MEMBER(FWPM_FILTER0, action, FORM_SHAPE, .shape = &action),
	MEMBER(FWPM_FILTER0, rawContext, FORM_UINT64, .present = has_raw_context),
	MEMBER(FWPM_FILTER0, providerContextKey, FORM_KEY, .present = has_context),
	MEMBER(FWPM_FILTER0, reserved, FORM_NOTHING),
	MEMBER(FWPM_FILTER0, filterId, FORM_UINT64),
	MEMBER(FWPM_FILTER0, effectiveWeight, FORM_VALUE),
	MEMBERS_END,
};
const struct xml_shape xml_filter = SHAPE(FWPM_FILTER0, filter_members);
