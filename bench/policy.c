/*
 * A real machine's policy, which netsh wrote there, asked as a machine would be asked.
 *
 * Half of the questions are about what its filters are about: their programs, users, addresses and
 * ports; the others are about a browser, a service and an unknown program.  Nothing is
 * measured before classify_run and the oracle of the tests gave the same verdict to each, by the
 * same filter.
 */
#include "policy.h"

#include "measure.h"
#include "oracle.h"
#include "rules.h"

#include "bfe/import.h"
#include "ledger/journal.h"
#include "nt/se.h"
#include "sched/thread.h"
#include "wfp/classify.h"
#include "wfp/filter.h"
#include "wfp/index.h"
#include "wfp/layer.h"

#include <stdlib.h>
#include <string.h>

#define QUESTIONS 512
#define SLICES 51
#define SLICE_SECONDS 0.002
#define FILE_LIMIT (16u << 20)

struct token {
	FWP_BYTE_BLOB blob;
	TOKEN_ACCESS_INFORMATION access;
	SID_AND_ATTRIBUTES_HASH hash;
	SID_AND_ATTRIBUTES sids[3]; /* a user, everyone, and whom a filter wants */
};

struct question {
	FWPS_INCOMING_VALUE0 values[CLASSIFY_VALUES];
	struct token token;
};

static const SID user = { 1, 1, { 0, 0, 0, 0, 0, 5 }, { 1001 } };
static const SID everyone = { 1, 1, { 0, 0, 0, 0, 0, 1 }, { 0 } };

static struct {
	const struct layer *layer;
	struct question questions[QUESTIONS];
	struct oracle_filter *filters; /* in order */
	const struct oracle_filter **matching;
	uint32_t count;
	uint32_t ours, peers; /* the next question */
} policy;

static volatile uint64_t sink;

/* ---- the policy ------------------------------------------------------------------- */

static struct import *import;

static void
ignore(void *context, const char *line)
{
	(void)context, (void)line;
}

static void
install_body(void *unused)
{
	(void)unused;
	import_install(import, ignore, NULL);
}

static bool
policy_import(void)
{
	const char *shared = getenv("DRYDOCK_SHARED");
	struct xml_error error;
	char path[512], *bytes;
	size_t length;
	FILE *file;

	snprintf(
	    path, sizeof path, "%s/data/netsh/wfpstate.xml", shared == NULL ? "../shared" : shared);
	file = fopen(path, "rb");
	if (file == NULL) {
		fprintf(stderr, "classify: there is no %s\n", path);
		return false;
	}
	bytes = malloc(FILE_LIMIT);
	length = fread(bytes, 1, FILE_LIMIT, file);
	fclose(file);
	import = import_read(path, bytes, length, &error);
	if (import == NULL) {
		fprintf(stderr, "classify: %s\n", error.text);
		exit(1);
	}
	thread_start(THREAD_SYSTEM, install_body, NULL);
	sched_run(NULL, NULL);
	free(bytes);
	return true;
}

static struct oracle_filter
as_the_oracle_has_it(const struct filter *filter)
{
	const FWPS_FILTER0 *shown = &filter->shown;
	struct oracle_condition *conditions =
	    calloc(shown->numFilterConditions + 1, sizeof *conditions);

	for (uint32_t at = 0; at < shown->numFilterConditions; at++)
		conditions[at] = (struct oracle_condition){
			.field = shown->filterCondition[at].fieldId,
			.match = shown->filterCondition[at].matchType,
			.value = shown->filterCondition[at].conditionValue,
		};
	return (struct oracle_filter){
		.layer = filter->layer,
		.sublayer_weight = shown->subLayerWeight,
		.sublayer = filter->sublayer,
		.weight = filter->weight,
		.number = shown->filterId,
		.action = shown->action.type,
		.clears_right = (shown->flags & FWPS_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0,
		.condition_count = shown->numFilterConditions,
		.conditions = conditions,
	};
}

static int
by_order(const void *left, const void *right)
{
	return oracle_order(left, right);
}

static void
policy_read(const char *layer)
{
	const struct index *index;

	policy.layer = layer_named(layer);
	index = filter_index(policy.layer->id);
	policy.count = index == NULL ? 0 : index->count;
	policy.filters = calloc(policy.count + 1, sizeof *policy.filters);
	policy.matching = calloc(policy.count + 1, sizeof *policy.matching);
	for (uint32_t at = 0; at < policy.count; at++)
		policy.filters[at] = as_the_oracle_has_it(index->filters[at]);
	qsort(policy.filters, policy.count, sizeof *policy.filters, by_order);
}

static void
policy_leave(void)
{
	for (uint32_t at = 0; at < policy.count; at++)
		free((void *)(uintptr_t)policy.filters[at].conditions);
	free(policy.filters);
	free(policy.matching);
}

/* ---- the questions ---------------------------------------------------------------- */

/* The first entry of a self-relative descriptor's list; no list or an empty one: everyone. */
static const SID *
first_of(const FWP_BYTE_BLOB *descriptor)
{
	const SECURITY_DESCRIPTOR_RELATIVE *head = (const void *)descriptor->data;
	const ACL *list = (const void *)(descriptor->data + head->Dacl);

	if (head->Dacl == 0 || list->AceCount == 0)
		return &everyone;
	return (const SID *)(const void *)&((const ACCESS_ALLOWED_ACE *)(list + 1))->SidStart;
}

static FWP_VALUE0
token_of(struct token *token, const SID *service)
{
	const SID *who[] = { &user, &everyone, service };

	for (unsigned at = 0; at < 3; at++)
		token->sids[at] = (SID_AND_ATTRIBUTES){ .Sid = (SID *)(uintptr_t)who[at],
			.Attributes = SE_GROUP_ENABLED };
	token->hash.SidCount = 3;
	token->hash.SidAttr = token->sids;
	token->access.SidHash = &token->hash;
	token->blob = (FWP_BYTE_BLOB){ sizeof token->access, (UINT8 *)&token->access };
	return (FWP_VALUE0){ .type = FWP_TOKEN_ACCESS_INFORMATION_TYPE,
		.tokenAccessInformation = &token->blob };
}

/* What a machine shows of any connection. */
static FWP_VALUE0
usual(const struct layer_field *field, struct question *question, struct dice *dice)
{
	static const UINT32 addresses[] = { 0xC0A80114, 0x08080808, 0xE00000FB, 0x0A000005,
		0x7F000001 };
	static const UINT16 ports[] = { 443, 53, 80, 5353, 137, 3389, 49700, 445 };
	static const UINT8 protocols[] = { 6, 17, 6, 17, 6, 1 };
	static UINT8 name[] = "\\\0d\0e\0v\0\\\0a\0.\0e\0x\0e\0\0";
	static FWP_BYTE_BLOB program = { sizeof name - 1, name };
	static UINT64 interface = 0x6000000000000;
	FWP_VALUE0 value = { .type = field->type };

	switch ((uint32_t)field->type) {
	case FWP_UINT8:
		value.uint8 =
		    strcmp(field->name, "IP_PROTOCOL") == 0 ? protocols[dice_below(dice, 6)] : 1;
		break;
	case FWP_UINT16:
		value.uint16 = ports[dice_below(dice, 8)];
		break;
	case FWP_UINT32:
		value.uint32 = field->address ? addresses[dice_below(dice, 5)] : 0;
		if (strstr(field->name, "PROFILE_ID") != NULL)
			value.uint32 = 1 + dice_below(dice, 3);
		break;
	case FWP_UINT64:
		value.uint64 = &interface;
		break;
	case FWP_BYTE_BLOB_TYPE:
		value.byteBlob = &program;
		break;
	case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
		value = token_of(&question->token, &everyone);
		break;
	case FWP_SID:
		value.sid = (SID *)(uintptr_t)&everyone;
		break;
	default:
		value.type = FWP_EMPTY;
		break;
	}
	return value;
}

/* A value that the condition wants. */
static void
oblige(const struct oracle_condition *condition, struct question *question)
{
	const FWP_CONDITION_VALUE0 *wanted = &condition->value;
	FWP_VALUE0 *value = &question->values[condition->field].value;

	if (condition->match == FWP_MATCH_RANGE)
		*value = wanted->rangeValue->valueLow;
	else if (wanted->type == FWP_SECURITY_DESCRIPTOR_TYPE)
		*value = token_of(&question->token, first_of(wanted->sd));
	else if (wanted->type == FWP_V4_ADDR_MASK)
		*value = (FWP_VALUE0){ .type = FWP_UINT32, .uint32 = wanted->v4AddrMask->addr };
	else if (condition->match == FWP_MATCH_EQUAL || condition->match == FWP_MATCH_FLAGS_ALL_SET)
		memcpy(value, wanted, sizeof *value);
}

static void
questions_make(void)
{
	struct dice dice = { .state = 1 };

	for (unsigned at = 0; at < QUESTIONS; at++) {
		struct question *question = &policy.questions[at];
		const struct oracle_filter *near;

		for (unsigned field = 0; field < policy.layer->field_count; field++)
			question->values[field].value =
			    usual(&policy.layer->fields[field], question, &dice);
		if (at % 2 == 0 || policy.count == 0)
			continue;
		near = &policy.filters[dice_below(&dice, policy.count)];
		for (uint32_t each = 0; each < near->condition_count; each++)
			oblige(&near->conditions[each], question);
	}
}

/* ---- the contestants --------------------------------------------------------------- */

static struct classify *
asked(const struct question *question)
{
	struct classify *classify = classify_take(policy.layer->id);

	memcpy(classify->values, question->values,
	    policy.layer->field_count * sizeof question->values[0]);
	classify_run(classify);
	return classify;
}

static struct oracle_verdict
decided(const struct question *question)
{
	uint32_t count = 0;

	for (uint32_t at = 0; at < policy.count; at++) {
		if (oracle_matches(&policy.filters[at], question->values))
			policy.matching[count++] = &policy.filters[at];
	}
	return oracle_decides(policy.matching, count);
}

static void
check_body(void *unused)
{
	(void)unused;
	for (unsigned at = 0; at < QUESTIONS; at++) {
		struct oracle_verdict right = decided(&policy.questions[at]);
		struct classify *classify = asked(&policy.questions[at]);
		uint64_t by = right.by == NULL ? 0 : right.by->number;

		if (classify->action != right.action || classify->filter_id != by) {
			fprintf(stderr,
			    "classify: %s: question %u is answered %#x by %llu, not %#x by %llu\n",
			    policy.layer->name, at, classify->action,
			    (unsigned long long)classify->filter_id, right.action,
			    (unsigned long long)by);
			exit(1);
		}
		classify_give(classify);
	}
	journal_clear();
}

static uint64_t wanted;

static void
ask_body(void *unused)
{
	(void)unused;
	for (uint64_t at = 0; at < wanted; at++) {
		struct classify *classify = asked(&policy.questions[policy.ours]);

		sink += classify->filter_id;
		classify_give(classify);
		policy.ours = (policy.ours + 1) % QUESTIONS;
		if (policy.ours == 0)
			journal_clear();
	}
}

static void
ask_each(uint64_t times)
{
	wanted = times;
	thread_start(THREAD_NETWORK, ask_body, NULL);
	sched_run(NULL, NULL);
}

static void
scan_each(uint64_t times)
{
	for (uint64_t at = 0; at < times; at++) {
		sink += decided(&policy.questions[policy.peers]).action;
		policy.peers = (policy.peers + 1) % QUESTIONS;
	}
}

static void
row_of(const char *name, const char *layer)
{
	struct contestant us = { .run = ask_each };
	struct contestant peer = { "linear matcher", scan_each, 0 };

	policy_read(layer);
	questions_make();
	thread_start(THREAD_NETWORK, check_body, NULL);
	sched_run(NULL, NULL);
	fprintf(stderr, "classify: %s: %u filters of a real machine\n", layer, policy.count);
	us.at_once = slice_of(us, SLICE_SECONDS, 1);
	peer.at_once = slice_of(peer, SLICE_SECONDS, 1);
	row_rate(name, "classifies/s", peer, measure(us, peer, SLICES));
	policy_leave();
}

void
policy_rows(void)
{
	if (!policy_import())
		return;
	row_of("classify.wfpstate_connect", "ALE_AUTH_CONNECT_V4");
	row_of("classify.wfpstate_recv_accept", "ALE_AUTH_RECV_ACCEPT_V4");
	row_of("classify.wfpstate_inbound_transport", "INBOUND_TRANSPORT_V4");
	import_free(import);
}
