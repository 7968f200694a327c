/*
 * Windows: the codes are told apart in the page of the WFP error codes; in which order the
 *   members are looked at, nowhere.
 * Here: in the order in which they stand.
 */
#include "bfe/check.h"

#include "bfe/weight.h"
#include "ledger/finding.h"
#include "wfp/value.h"

/* FWP_CLASSIFY_OPTION_MAX, FWP_NETWORK_CONNECTION_POLICY_MAX.  [fwptypes.h] */
#define CLASSIFY_OPTIONS 8
#define CONNECTION_SETTINGS 3

/* A character that is whole and can be seen, or is white space. */
static bool
is_printable(const WCHAR *at)
{
	if (*at < ' ')
		return *at == '\t' || *at == '\n' || *at == '\r';
	if (*at >= 0xDC00 && *at <= 0xDFFF)
		return false; /* the second half of nothing */
	if (*at >= 0xD800 && *at <= 0xDBFF)
		return at[1] >= 0xDC00 && at[1] <= 0xDFFF;
	return *at != 0x7F && *at < 0xFFFE;
}

/*
 * Windows: STATUS_FWP_INVALID_PARAMETER for an invalid Unicode string, or one that contains
 *   unprintable characters.  [win32:wfp-error-codes]
 * Here: those are control characters, but for white space, and halves of pairs.
 */
static NTSTATUS
check_text(const WCHAR *text)
{
	for (const WCHAR *at = text; at != NULL && *at != 0; at++) {
		if (!is_printable(at))
			return STATUS_FWP_INVALID_PARAMETER;
		if (*at >= 0xD800 && *at <= 0xDBFF)
			at++;
	}
	return STATUS_SUCCESS;
}

/* Windows: the name is required.  [win32:FWPM_DISPLAY_DATA0] */
static NTSTATUS
check_name(enum policy_kind kind, const FWPM_DISPLAY_DATA0 *display)
{
	if (display->name != NULL)
		return STATUS_SUCCESS;
	finding(RULE_R55, "a %s without a display name is added", policy_kind_name(kind));
	return STATUS_FWP_NULL_DISPLAY_NAME;
}

static NTSTATUS
check_blob(const FWP_BYTE_BLOB *blob)
{
	return blob->size > 0 && blob->data == NULL ? STATUS_FWP_NULL_POINTER : STATUS_SUCCESS;
}

/* What all kinds have. */
static NTSTATUS
check_head(const FWPM_DISPLAY_DATA0 *display, const FWP_BYTE_BLOB *provider_data)
{
	NTSTATUS status = check_text(display->name);

	if (status == STATUS_SUCCESS)
		status = check_text(display->description);
	return status == STATUS_SUCCESS ? check_blob(provider_data) : status;
}

NTSTATUS
check_conditions(const FWPM_FILTER_CONDITION0 *conditions, UINT32 count)
{
	if (count > 0 && conditions == NULL)
		return STATUS_FWP_NULL_POINTER;
	for (UINT32 at = 0; at < count; at++) {
		NTSTATUS status;

		if ((UINT32)conditions[at].matchType >= FWP_MATCH_TYPE_MAX)
			return STATUS_FWP_INVALID_ENUMERATOR;
		status = value_well_formed(&conditions[at].conditionValue);
		if (status != STATUS_SUCCESS)
			return status;
	}
	return STATUS_SUCCESS;
}

static bool
is_action(FWP_ACTION_TYPE action)
{
	return action == FWP_ACTION_BLOCK || action == FWP_ACTION_PERMIT
	    || action == FWP_ACTION_CALLOUT_TERMINATING || action == FWP_ACTION_CALLOUT_INSPECTION
	    || action == FWP_ACTION_CALLOUT_UNKNOWN;
}

static NTSTATUS
check_filter(const FWPM_FILTER0 *filter)
{
	NTSTATUS status = check_head(&filter->displayData, &filter->providerData);

	if (status == STATUS_SUCCESS)
		status = weight_check(&filter->weight);
	if (status == STATUS_SUCCESS)
		status = check_conditions(filter->filterCondition, filter->numFilterConditions);
	if (status != STATUS_SUCCESS)
		return status;
	if (!is_action(filter->action.type))
		return STATUS_FWP_INVALID_ACTION_TYPE;
	return filter->reserved != NULL ? STATUS_FWP_RESERVED : STATUS_SUCCESS;
}

static NTSTATUS
check_provider(const FWPM_PROVIDER0 *provider)
{
	NTSTATUS status = check_head(&provider->displayData, &provider->providerData);

	return status == STATUS_SUCCESS ? check_text(provider->serviceName) : status;
}

static NTSTATUS
check_sublayer(const FWPM_SUBLAYER0 *sublayer)
{
	return check_head(&sublayer->displayData, &sublayer->providerData);
}

static NTSTATUS
check_callout(const FWPM_CALLOUT0 *callout)
{
	return check_head(&callout->displayData, &callout->providerData);
}

/* FWP_VALUE0 has no masks and ranges. */
static NTSTATUS
check_value(const FWP_VALUE0 *value)
{
	if (value->type >= FWP_SINGLE_DATA_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	return value_well_formed((const FWP_CONDITION_VALUE0 *)(const void *)value);
}

static NTSTATUS
check_options(const FWPM_CLASSIFY_OPTIONS0 *options, UINT32 types)
{
	NTSTATUS status = STATUS_SUCCESS;

	if (options == NULL || (options->numOptions > 0 && options->options == NULL))
		return STATUS_FWP_NULL_POINTER;
	if (options->numOptions == 0)
		return STATUS_FWP_ZERO_LENGTH_ARRAY;
	for (UINT32 at = 0; at < options->numOptions && status == STATUS_SUCCESS; at++) {
		if (options->options[at].type >= types)
			return STATUS_FWP_INVALID_ENUMERATOR;
		status = check_value(&options->options[at].value);
	}
	return status;
}

static NTSTATUS
check_context(const FWPM_PROVIDER_CONTEXT0 *context)
{
	NTSTATUS status = check_head(&context->displayData, &context->providerData);

	if (status != STATUS_SUCCESS)
		return status;
	if ((UINT32)context->type >= FWPM_PROVIDER_CONTEXT_TYPE_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	return STATUS_SUCCESS;
}

/* What a context holds. */
static NTSTATUS
check_contents(const FWPM_PROVIDER_CONTEXT0 *context)
{
	if (context->type == FWPM_CLASSIFY_OPTIONS_CONTEXT)
		return check_options(context->classifyOptions, CLASSIFY_OPTIONS);
	if (context->type == FWPM_NETWORK_CONNECTION_POLICY_CONTEXT)
		return check_options(context->classifyOptions, CONNECTION_SETTINGS);
	if (context->dataBuffer == NULL)
		return STATUS_FWP_NULL_POINTER;
	return context->type == FWPM_GENERAL_CONTEXT ? check_blob(context->dataBuffer)
						     : STATUS_SUCCESS;
}

static NTSTATUS
check_layer(const FWPM_LAYER0 *layer)
{
	if (layer->numFields > 0 && layer->field == NULL)
		return STATUS_FWP_NULL_POINTER;
	for (UINT32 at = 0; at < layer->numFields; at++) {
		const FWPM_FIELD0 *field = &layer->field[at];

		if (field->fieldKey == NULL)
			return STATUS_FWP_NULL_POINTER;
		if (field->type >= FWPM_FIELD_TYPE_MAX || field->dataType >= FWP_DATA_TYPE_MAX)
			return STATUS_FWP_INVALID_ENUMERATOR;
	}
	return check_text(layer->displayData.name);
}

/* All but the name, and what a context holds. */
static NTSTATUS
check_members(enum policy_kind kind, const void *object)
{
	switch (kind) {
	case POLICY_PROVIDER:
		return check_provider(object);
	case POLICY_SUBLAYER:
		return check_sublayer(object);
	case POLICY_CALLOUT:
		return check_callout(object);
	case POLICY_FILTER:
		return check_filter(object);
	case POLICY_CONTEXT:
		return check_context(object);
	case POLICY_LAYER:
		return check_layer(object);
	case POLICY_KINDS:
		break;
	}
	return STATUS_FWP_INVALID_ENUMERATOR;
}

/* The second member of every object. */
static const FWPM_DISPLAY_DATA0 *
display_of(const void *object)
{
	return &((const FWPM_PROVIDER0 *)object)->displayData;
}

NTSTATUS
check_object(enum policy_kind kind, const void *object)
{
	NTSTATUS status = check_name(kind, display_of(object));

	if (status == STATUS_SUCCESS)
		status = check_members(kind, object);
	if (status == STATUS_SUCCESS && kind == POLICY_CONTEXT)
		status = check_contents(object);
	return status;
}

NTSTATUS
check_shown(enum policy_kind kind, const void *object)
{
	const FWPM_PROVIDER_CONTEXT0 *context = object;
	NTSTATUS status = check_members(kind, object);

	if (status == STATUS_SUCCESS && kind == POLICY_CONTEXT
	    && context->type == FWPM_GENERAL_CONTEXT)
		status = check_contents(context);
	return status;
}
