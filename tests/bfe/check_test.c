/*
 * Malformed structures: each has its code.  [win32:wfp-error-codes]
 */
#include "bfe/check.h"
#include "bfe/copy.h"

#include "../wfp/engine.h"

static WCHAR name[] = { 'n', 0 };
static UINT8 bytes[3] = { 1, 2, 3 };

static FWPM_FILTER0
whole_filter(void)
{
	return (FWPM_FILTER0){
		.displayData = { name, name },
		.providerData = { sizeof(bytes), bytes },
		.action.type = FWP_ACTION_BLOCK,
	};
}

static NTSTATUS
checked(FWPM_FILTER0 filter)
{
	return check_object(POLICY_FILTER, &filter);
}

ENGINE_TEST(a_filter_is_looked_at_member_by_member)
{
	FWPM_FILTER0 filter = whole_filter();
	GUID key = { 0 };

	CHECK_EQ(checked(filter), STATUS_SUCCESS);
	filter.displayData.name = NULL;
	CHECK_EQ(checked(filter), STATUS_FWP_NULL_DISPLAY_NAME);
	CHECK_EQ(engine_findings(RULE_R55), 1);
	filter = whole_filter();
	filter.displayData.description = NULL;
	CHECK_EQ(checked(filter), STATUS_SUCCESS);
	filter.providerData.data = NULL;
	CHECK_EQ(checked(filter), STATUS_FWP_NULL_POINTER);
	filter.providerData.size = 0;
	CHECK_EQ(checked(filter), STATUS_SUCCESS);
	filter.reserved = &key;
	CHECK_EQ(checked(filter), STATUS_FWP_RESERVED);
	filter = whole_filter();
	filter.action.type = FWP_ACTION_CONTINUE;
	CHECK_EQ(checked(filter), STATUS_FWP_INVALID_ACTION_TYPE);
	filter.action.type = 0xFFFFFFFF;
	CHECK_EQ(checked(filter), STATUS_FWP_INVALID_ACTION_TYPE);
}

ENGINE_TEST(a_weight_is_empty_or_a_range_or_a_number)
{
	FWPM_FILTER0 filter = whole_filter();
	UINT64 number = UINT64_MAX;

	filter.weight = (FWP_VALUE0){ .type = FWP_UINT64, .uint64 = &number };
	CHECK_EQ(checked(filter), STATUS_SUCCESS);
	filter.weight.uint64 = NULL;
	CHECK_EQ(checked(filter), STATUS_FWP_NULL_POINTER);
	filter.weight = (FWP_VALUE0){ .type = FWP_UINT8, .uint8 = 15 };
	CHECK_EQ(checked(filter), STATUS_SUCCESS);
	filter.weight.uint8 = 16;
	CHECK_EQ(checked(filter), STATUS_FWP_INVALID_WEIGHT);
	for (uint32_t type = FWP_UINT16; type < 300; type++) {
		filter.weight = (FWP_VALUE0){ .type = (FWP_DATA_TYPE)type, .uint64 = &number };
		if (type == FWP_UINT64)
			CHECK_EQ(checked(filter), STATUS_SUCCESS);
		else
			CHECK_EQ(checked(filter), STATUS_FWP_INVALID_WEIGHT);
	}
}

ENGINE_TEST(a_condition_is_looked_at_without_its_layer)
{
	FWPM_FILTER0 filter = whole_filter();
	FWPM_FILTER_CONDITION0 condition = { .conditionValue = {
						 .type = FWP_UINT16, .uint16 = 1 } };

	filter.numFilterConditions = 1;
	CHECK_EQ(checked(filter), STATUS_FWP_NULL_POINTER);
	filter.filterCondition = &condition;
	CHECK_EQ(checked(filter), STATUS_SUCCESS);
	condition.matchType = FWP_MATCH_TYPE_MAX;
	CHECK_EQ(checked(filter), STATUS_FWP_INVALID_ENUMERATOR);
	condition.matchType = FWP_MATCH_EQUAL;
	condition.conditionValue.type = FWP_DATA_TYPE_MAX;
	CHECK_EQ(checked(filter), STATUS_FWP_INVALID_ENUMERATOR);
	condition.conditionValue = (FWP_CONDITION_VALUE0){ .type = FWP_BYTE_BLOB_TYPE };
	CHECK_EQ(checked(filter), STATUS_FWP_NULL_POINTER);
}

/* "An invalid Unicode string, or a Unicode string that contains unprintable characters." */
ENGINE_TEST(a_text_is_printable)
{
	static const struct {
		WCHAR text[3];
		NTSTATUS status;
	} rows[] = {
		{ { 'a', ' ', 0 }, STATUS_SUCCESS },
		{ { 0x3042, '\n', 0 }, STATUS_SUCCESS },
		{ { 0xD83D, 0xDE00, 0 }, STATUS_SUCCESS },
		{ { 'a', 1, 0 }, STATUS_FWP_INVALID_PARAMETER },
		{ { 'a', 0x7F, 0 }, STATUS_FWP_INVALID_PARAMETER },
		{ { 0xFFFF, 'a', 0 }, STATUS_FWP_INVALID_PARAMETER },
		{ { 'a', 0xD83D, 0 }, STATUS_FWP_INVALID_PARAMETER },
		{ { 0xDE00, 0xD83D, 0 }, STATUS_FWP_INVALID_PARAMETER },
	};

	for (size_t at = 0; at < sizeof(rows) / sizeof(rows[0]); at++) {
		WCHAR *text = (WCHAR *)(uintptr_t)rows[at].text;
		FWPM_FILTER0 filter = { .displayData.name = text,
			.action.type = FWP_ACTION_PERMIT };
		FWPM_SUBLAYER0 sublayer = { .displayData = { name, text } };
		FWPM_CALLOUT0 callout = { .displayData = { text, NULL } };
		FWPM_PROVIDER0 provider = { .displayData.name = name, .serviceName = text };

		CHECK_EQ(check_object(POLICY_FILTER, &filter), rows[at].status);
		CHECK_EQ(check_object(POLICY_SUBLAYER, &sublayer), rows[at].status);
		CHECK_EQ(check_object(POLICY_CALLOUT, &callout), rows[at].status);
		CHECK_EQ(check_object(POLICY_PROVIDER, &provider), rows[at].status);
	}
}

ENGINE_TEST(a_context_has_what_its_type_says)
{
	FWP_BYTE_BLOB data = { 3, bytes };
	FWPM_CLASSIFY_OPTION0 option = { .type = 2, .value = { .type = FWP_UINT32 } };
	FWPM_CLASSIFY_OPTIONS0 options = { 1, &option };
	FWPM_PROVIDER_CONTEXT0 context = { .displayData.name = name, .type = FWPM_GENERAL_CONTEXT };

	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_NULL_POINTER);
	context.dataBuffer = &data;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_SUCCESS);
	data.data = NULL;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_NULL_POINTER);
	context.type = FWPM_CLASSIFY_OPTIONS_CONTEXT;
	context.classifyOptions = &options;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_SUCCESS);
	option.value.type = FWP_RANGE_TYPE;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_INVALID_ENUMERATOR);
	option.value.type = FWP_UINT32;
	option.type = 8;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_INVALID_ENUMERATOR);
	options.numOptions = 0;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_ZERO_LENGTH_ARRAY);
	options = (FWPM_CLASSIFY_OPTIONS0){ 1, NULL };
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_NULL_POINTER);
	context.type = FWPM_PROVIDER_CONTEXT_TYPE_MAX;
	CHECK_EQ(check_object(POLICY_CONTEXT, &context), STATUS_FWP_INVALID_ENUMERATOR);
}

/* Nothing of a copy is the original's. */
ENGINE_TEST(a_copy_is_deep)
{
	WCHAR text[] = { 'x', 'y', 0 };
	GUID provider = { .Data1 = 7 };
	UINT8 data[2] = { 8, 9 };
	UINT64 weight = 10;
	FWP_V4_ADDR_AND_MASK net = { 11, 12 };
	FWPM_FILTER_CONDITION0 condition = { .conditionValue = {
						 .type = FWP_V4_ADDR_MASK, .v4AddrMask = &net } };
	FWPM_FILTER0 filter = {
		.displayData = { text, text },
		.providerKey = &provider,
		.providerData = { sizeof(data), data },
		.weight = { .type = FWP_UINT64, .uint64 = &weight },
		.numFilterConditions = 1,
		.filterCondition = &condition,
	};
	FWPM_FILTER0 *copy = copy_object(POLICY_FILTER, &filter);

	text[0] = 0, provider.Data1 = 0, data[0] = 0, weight = 0, net.addr = 0;
	condition.conditionValue.v4AddrMask = NULL;
	CHECK_EQ(copy->displayData.name[0], 'x');
	CHECK_EQ(copy->displayData.description[1], 'y');
	CHECK_EQ(copy->providerKey->Data1, 7);
	CHECK_EQ(copy->providerData.data[0], 8);
	CHECK_EQ(*copy->weight.uint64, 10);
	CHECK_EQ(copy->filterCondition->conditionValue.v4AddrMask->addr, 11);
	arena_give(copy);
}

ENGINE_TEST(a_copy_of_options_is_deep)
{
	FWP_BYTE_ARRAY16 key = { { 5 } };
	FWPM_CLASSIFY_OPTION0 option = { .type = 5,
		.value = { .type = FWP_BYTE_ARRAY16_TYPE, .byteArray16 = &key } };
	FWPM_CLASSIFY_OPTIONS0 options = { 1, &option };
	FWPM_PROVIDER_CONTEXT0 context = { .displayData.name = name,
		.type = FWPM_CLASSIFY_OPTIONS_CONTEXT,
		.classifyOptions = &options };
	FWPM_PROVIDER_CONTEXT0 *copy = copy_object(POLICY_CONTEXT, &context);

	options.numOptions = 9, option.type = 9, key.byteArray16[0] = 9;
	CHECK_EQ(copy->classifyOptions->numOptions, 1);
	CHECK_EQ(copy->classifyOptions->options->type, 5);
	CHECK_EQ(copy->classifyOptions->options->value.byteArray16->byteArray16[0], 5);
	arena_give(copy);
}

/* What is not there is not followed: it is check_object's to tell. */
ENGINE_TEST(a_copy_of_what_is_malformed_is_as_malformed)
{
	FWPM_FILTER_CONDITION0 condition = { .conditionValue = { .type = (FWP_DATA_TYPE)0x7777,
						 .uint64 = (UINT64 *)1 } };
	FWPM_FILTER0 filter = whole_filter();
	FWPM_FILTER0 *copy;

	filter.numFilterConditions = 1;
	copy = copy_object(POLICY_FILTER, &filter);
	CHECK_EQ(checked(*copy), STATUS_FWP_NULL_POINTER);
	arena_give(copy);
	filter.filterCondition = &condition;
	copy = copy_object(POLICY_FILTER, &filter);
	CHECK_EQ(checked(*copy), STATUS_FWP_INVALID_ENUMERATOR);
	arena_give(copy);
	filter.numFilterConditions = 0;
	filter.filterCondition = (FWPM_FILTER_CONDITION0 *)1;
	filter.providerData = (FWP_BYTE_BLOB){ 0, (UINT8 *)1 };
	copy = copy_object(POLICY_FILTER, &filter);
	CHECK_EQ(checked(*copy), STATUS_SUCCESS);
	arena_give(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_filter_is_looked_at_member_by_member),
		cmocka_unit_test(a_weight_is_empty_or_a_range_or_a_number),
		cmocka_unit_test(a_condition_is_looked_at_without_its_layer),
		cmocka_unit_test(a_text_is_printable),
		cmocka_unit_test(a_context_has_what_its_type_says),
		cmocka_unit_test(a_copy_is_deep),
		cmocka_unit_test(a_copy_of_options_is_deep),
		cmocka_unit_test(a_copy_of_what_is_malformed_is_as_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
