#include "shown_state.h"

#include "wfp/key.h"
#include "wfp/key_name.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MAX 32
#define NAME_MAX_BYTES 64
#define FIELDS_MAX 64
#define CONDITIONS_MAX 2048

/* What a condition's pointers point to. */
struct behind {
	UINT64 numbers[3];
	FWP_BYTE_ARRAY16 bytes[3];
	FWP_RANGE0 range;
	FWP_V4_ADDR_AND_MASK v4;
	FWP_V6_ADDR_AND_MASK v6;
};

struct reading {
	char path[DEPTH_MAX][NAME_MAX_BYTES];
	unsigned depth;
	struct layer layers[LAYERS + 8];
	struct layer_field fields[LAYERS + 8][FIELDS_MAX];
	char names[LAYERS + 8][NAME_MAX_BYTES];
	char field_names[LAYERS + 8][FIELDS_MAX][NAME_MAX_BYTES];
	unsigned layer_count, filter_count;
	struct shown_filter filter;
	UINT64 weight;
	FWPM_FILTER_CONDITION0 conditions[CONDITIONS_MAX];
	struct behind behind[CONDITIONS_MAX];
	shown_filter_fn *each;
	void *context;
};

static const struct {
	const char *name;
	uint32_t value;
} enumerators[] = {
	{ "FWP_EMPTY", FWP_EMPTY },
	{ "FWP_UINT8", FWP_UINT8 },
	{ "FWP_UINT16", FWP_UINT16 },
	{ "FWP_UINT32", FWP_UINT32 },
	{ "FWP_UINT64", FWP_UINT64 },
	{ "FWP_BYTE_ARRAY16_TYPE", FWP_BYTE_ARRAY16_TYPE },
	{ "FWP_BYTE_ARRAY6_TYPE", FWP_BYTE_ARRAY6_TYPE },
	{ "FWP_BYTE_BLOB_TYPE", FWP_BYTE_BLOB_TYPE },
	{ "FWP_SID", FWP_SID },
	{ "FWP_SECURITY_DESCRIPTOR_TYPE", FWP_SECURITY_DESCRIPTOR_TYPE },
	{ "FWP_TOKEN_INFORMATION_TYPE", FWP_TOKEN_INFORMATION_TYPE },
	{ "FWP_TOKEN_ACCESS_INFORMATION_TYPE", FWP_TOKEN_ACCESS_INFORMATION_TYPE },
	{ "FWP_V4_ADDR_MASK", FWP_V4_ADDR_MASK },
	{ "FWP_V6_ADDR_MASK", FWP_V6_ADDR_MASK },
	{ "FWP_RANGE_TYPE", FWP_RANGE_TYPE },
	{ "FWPM_FIELD_RAW_DATA", FWPM_FIELD_RAW_DATA },
	{ "FWPM_FIELD_IP_ADDRESS", FWPM_FIELD_IP_ADDRESS },
	{ "FWPM_FIELD_FLAGS", FWPM_FIELD_FLAGS },
	{ "FWP_MATCH_EQUAL", FWP_MATCH_EQUAL },
	{ "FWP_MATCH_NOT_EQUAL", FWP_MATCH_NOT_EQUAL },
	{ "FWP_MATCH_RANGE", FWP_MATCH_RANGE },
	{ "FWP_MATCH_FLAGS_ALL_SET", FWP_MATCH_FLAGS_ALL_SET },
	{ "FWP_MATCH_FLAGS_ANY_SET", FWP_MATCH_FLAGS_ANY_SET },
	{ "FWP_MATCH_FLAGS_NONE_SET", FWP_MATCH_FLAGS_NONE_SET },
};

static uint32_t
enumerator(const char *name)
{
	for (size_t at = 0; at < sizeof(enumerators) / sizeof(enumerators[0]); at++) {
		if (strcmp(enumerators[at].name, name) == 0)
			return enumerators[at].value;
	}
	fprintf(stderr, "what is %s?\n", name);
	exit(1);
}

/* The element `up` levels above the one that ends. */
static bool
is_in(const struct reading *reading, unsigned up, const char *name)
{
	return reading->depth > up && strcmp(reading->path[reading->depth - 1 - up], name) == 0;
}

/* A name that no table knows, a newer release's, stands for itself. */
static GUID
key_of_name(const char *name)
{
	const GUID *key = key_by_name(name);
	GUID made = { 0 };

	if (key != NULL)
		return *key;
	for (size_t at = 0; name[at] != '\0'; at++)
		made.Data4[at % 8] = (UCHAR)(made.Data4[at % 8] * 31 + name[at]);
	return made;
}

static UINT32
v4_address(const char *text)
{
	struct in_addr address;

	if (inet_pton(AF_INET, text, &address) == 1)
		return ntohl(address.s_addr);
	return (UINT32)strtoul(text, NULL, 0);
}

/* FWP_VALUE0 and FWP_CONDITION_VALUE0 begin alike; `slot`: of those behind it. */
static void
take_value(
    FWP_VALUE0 *value, struct behind *behind, unsigned slot, const char *element, const char *text)
{
	if (strcmp(element, "type") == 0) {
		value->type = enumerator(text);
	} else if (strcmp(element, "uint8") == 0) {
		value->uint8 = (UINT8)strtoul(text, NULL, 0);
	} else if (strcmp(element, "uint16") == 0) {
		value->uint16 = (UINT16)strtoul(text, NULL, 0);
	} else if (strcmp(element, "uint32") == 0) {
		value->uint32 = v4_address(text);
	} else if (strcmp(element, "uint64") == 0) {
		behind->numbers[slot] = strtoull(text, NULL, 0);
		value->uint64 = &behind->numbers[slot];
	} else if (strcmp(element, "byteArray16") == 0) {
		char address[NAME_MAX_BYTES];

		snprintf(address, sizeof(address), "%.*s", (int)strcspn(text, "%"), text);
		inet_pton(AF_INET6, address, behind->bytes[slot].byteArray16);
		value->byteArray16 = &behind->bytes[slot];
	}
}

static void
take_mask(FWP_CONDITION_VALUE0 *value, struct behind *behind, const char *element, const char *text)
{
	if (strcmp(element, "mask") == 0)
		behind->v4.mask = v4_address(text);
	if (strcmp(element, "prefixLength") == 0)
		behind->v6.prefixLength = (UINT8)strtoul(text, NULL, 0);
	if (value->type == FWP_V4_ADDR_MASK)
		value->v4AddrMask = &behind->v4;
	else
		value->v6AddrMask = &behind->v6;
}

/* An element of a condition ended. */
static void
take_condition(struct reading *reading, const char *element, const char *text)
{
	uint32_t last = reading->filter.condition_count - 1;
	FWPM_FILTER_CONDITION0 *condition = &reading->conditions[last];
	struct behind *behind = &reading->behind[last];
	FWP_CONDITION_VALUE0 *value = &condition->conditionValue;

	if (strcmp(element, "fieldKey") == 0)
		condition->fieldKey = key_of_name(text);
	else if (strcmp(element, "matchType") == 0)
		condition->matchType = (FWP_MATCH_TYPE)enumerator(text);
	else if (is_in(reading, 1, "conditionValue"))
		take_value((FWP_VALUE0 *)(void *)value, behind, 0, element, text);
	else if (is_in(reading, 1, "valueLow"))
		take_value(&behind->range.valueLow, behind, 1, element, text);
	else if (is_in(reading, 1, "valueHigh"))
		take_value(&behind->range.valueHigh, behind, 2, element, text);
	else if (is_in(reading, 1, "v4AddrMask") || is_in(reading, 1, "v6AddrMask"))
		take_mask(value, behind, element, text);
	if (value->type == FWP_RANGE_TYPE)
		value->rangeValue = &behind->range;
}

static void
take_field(struct reading *reading, const char *element, const char *text)
{
	unsigned index = reading->layer_count - 1;
	struct layer *layer = &reading->layers[index];
	struct layer_field *field = &reading->fields[index][layer->field_count - 1];

	if (strcmp(element, "fieldKey") == 0) {
		char *name = reading->field_names[index][layer->field_count - 1];

		snprintf(name, NAME_MAX_BYTES, "%s", text + strlen("FWPM_CONDITION_"));
		field->name = name;
		field->condition = key_of_name(text);
		field->has_condition = true;
	} else if (strcmp(element, "type") == 0) {
		field->kind = (uint8_t)enumerator(text);
	} else if (strcmp(element, "dataType") == 0) {
		field->type = (uint8_t)enumerator(text);
	}
}

static void
take_layer_key(struct reading *reading, const char *text)
{
	unsigned index = reading->layer_count++;
	struct layer *layer = &reading->layers[index];
	const char *name =
	    strstr(text, "FWPM_LAYER_") == text ? text + strlen("FWPM_LAYER_") : text;
	const struct layer *ours = layer_named(name);

	snprintf(reading->names[index], NAME_MAX_BYTES, "%s", name);
	layer->name = reading->names[index];
	layer->fields = reading->fields[index];
	layer->id = ours != NULL ? ours->id : 0;
}

static void
element_starts(struct reading *reading)
{
	if (is_in(reading, 0, "item") && is_in(reading, 1, "filters")) {
		memset(&reading->filter, 0, sizeof(reading->filter));
		if (reading->layer_count > 0)
			reading->filter.layer = &reading->layers[reading->layer_count - 1];
	} else if (is_in(reading, 0, "item") && is_in(reading, 1, "filterCondition")) {
		if (reading->filter.condition_count == CONDITIONS_MAX - 1)
			exit(1);
		reading->conditions[reading->filter.condition_count++] =
		    (FWPM_FILTER_CONDITION0){ 0 };
	} else if (is_in(reading, 0, "item") && is_in(reading, 1, "field")) {
		reading->layers[reading->layer_count - 1].field_count++;
	}
}

static void
element_ends(struct reading *reading, const char *text)
{
	const char *element = reading->path[reading->depth - 1];

	if (strcmp(element, "layerKey") == 0 && is_in(reading, 1, "layer"))
		take_layer_key(reading, text);
	else if (is_in(reading, 2, "field"))
		take_field(reading, element, text);
	else if (is_in(reading, 2, "filterCondition") || is_in(reading, 3, "filterCondition")
	    || is_in(reading, 4, "filterCondition") || is_in(reading, 5, "filterCondition"))
		take_condition(reading, element, text);
	else if (is_in(reading, 1, "weight") && is_in(reading, 3, "filters"))
		take_value(&reading->filter.weight, &reading->behind[CONDITIONS_MAX - 1], 0,
		    element, text);
	else if (strcmp(element, "uint64") == 0 && is_in(reading, 1, "effectiveWeight"))
		reading->filter.effective_weight = strtoull(text, NULL, 0);
	else if (strcmp(element, "layerKey") == 0 && is_in(reading, 2, "filters")
	    && reading->layer_count == 0)
		reading->filter.layer = layer_named(text + strlen("FWPM_LAYER_"));
	else if (strcmp(element, "filterId") == 0 && is_in(reading, 2, "filters"))
		reading->filter.id = strtoull(text, NULL, 0);
	else if (strcmp(element, "item") == 0 && is_in(reading, 1, "filters")) {
		reading->filter.conditions = reading->conditions;
		reading->filter_count++;
		reading->each(&reading->filter, reading->context);
	}
}

/* A tag: "name", "/name" or "name ... /"; the text before it belongs to what ends. */
static void
take_tag(struct reading *reading, const char *tag, size_t length, const char *text)
{
	bool empty = length > 0 && tag[length - 1] == '/';

	if (*tag == '?' || *tag == '!') /* CDATA: a name with an ampersand */
		return;
	if (*tag != '/') {
		snprintf(reading->path[reading->depth++], NAME_MAX_BYTES, "%.*s",
		    (int)strcspn(tag, " />"), tag);
		element_starts(reading);
	}
	if (*tag == '/' || empty) {
		element_ends(reading, empty ? "" : text);
		reading->depth--;
	}
}

static void
read_all(struct reading *reading, char *at)
{
	char *text = at;

	while ((at = strchr(at, '<')) != NULL) {
		char *end = strchr(at, '>');

		*at = '\0';
		take_tag(reading, at + 1, (size_t)(end - at - 1), text);
		text = at = end + 1;
	}
}

unsigned
shown_state_read(const char *path, shown_filter_fn *each, void *context)
{
	struct reading *reading;
	FILE *file = fopen(path, "rb");
	unsigned count;
	char *bytes;
	long size;

	if (file == NULL)
		return 0;
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	rewind(file);
	bytes = calloc(1, (size_t)size + 1);
	reading = calloc(1, sizeof(*reading));
	reading->each = each;
	reading->context = context;
	if (fread(bytes, 1, (size_t)size, file) == (size_t)size)
		read_all(reading, bytes);
	count = reading->filter_count;
	fclose(file);
	free(reading);
	free(bytes);
	return count;
}
