/*
 * Classifying by ClassBench's rules as WFP filters at OUTBOUND_TRANSPORT_V4; peer: librte_acl with
 * the same rules, and the quickest of its algorithms that this processor has.
 *
 * SET is acl1_1000 ... ipc1_100000.  Everyone reads the same 13 bytes a packet and makes its own
 * form of them while it is measured: for us all values of the layer.  Before it is measured,
 * everyone is compared with a plain scan of the rules on the first packets of the trace, and
 * the scan with the file of right answers, where there is one.
 *
 *	classify.SET		one packet at a time, the heaviest filter that matches
 *	classify.run_SET	the same as a whole question: classify_take to classify_give
 *	classify.burst_SET	32 packets at a time
 *	classify.sublayers4_SET	the rules dealt to four sublayers, arbitration over all; peer: four
 *				categories, one packet at a time, and the same arbitration
 *	classify.sublayers4_burst_SET	both 32 at a time
 *	classify.compile_SET	all filters made, added and published; peer: rte_acl_build
 *	classify.bytes_SET	of the index, a filter; peer: what rte_acl_build took, a rule
 *	classify.update_add_SET, update_remove_SET
 *				one filter more or less, published; peer: rte_acl_build
 *	classify.callout_N	a question that a driver's classifyFn is asked among N filters, all
 *				values and metadata filled in, all checks on; peer: the same
 *				question at a layer without filters
 *	classify.wfpstate_connect, _recv_accept, _inbound_transport
 *				whole questions under a real machine's policy (which has no filters at
 *				the last layer); peer: the oracle of the tests, filter by filter
 *
 * usage: bench_classify [SET | callout | wfpstate]...
 */
#include "acl.h"
#include "callout.h"
#include "machine/boot.h"
#include "measure.h"
#include "filters.h"
#include "policy.h"
#include "rules.h"
#include "trace.h"

#include "ledger/journal.h"
#include "sched/thread.h"
#include "wfp/arbitrate.h"
#include "wfp/classify.h"
#include "wfp/filter.h"
#include "wfp/find.h"

#include <stdlib.h>

#define SLICES 51
#define SLICE_SECONDS 0.002
#define UPDATES 4000
#define CHECKED_SMALL 20000
#define CHECKED_LARGE 3000

static const char *const everything[] = { "acl1_1000", "fw1_1000", "ipc1_1000", "acl1_10000",
	"fw1_10000", "ipc1_10000", "acl1_100000", "fw1_100000", "ipc1_100000", "callout",
	"wfpstate" };

static struct {
	const char *name;
	struct rules rules;
	struct trace trace;
	struct filters filters;
	struct acl *acl;
	uint32_t ours, peers; /* next packet */
} set;

static enum { PEER_UNKNOWN, PEER_THERE, PEER_MISSING } peer;
static volatile uintptr_t sink;

static const uint8_t *
next_packet(uint32_t *at)
{
	const uint8_t *packet = trace_packet(&set.trace, *at);

	*at = *at + 1 == set.trace.count ? 0 : *at + 1;
	return packet;
}

/* ---- the contestants --------------------------------------------------------------- */

static void
find_each(uint64_t times)
{
	FWPS_INCOMING_VALUE0 values[FILTERS_VALUES];
	struct find find;

	for (uint64_t i = 0; i < times; i++) {
		filters_show(values, next_packet(&set.ours));
		find_begin(&find, FILTERS_LAYER, values);
		sink += (uintptr_t)find_next(&find);
		find_end(&find);
	}
}

static void
find_bursts(uint64_t times)
{
	static FWPS_INCOMING_VALUE0 values[FIND_BURST][FILTERS_VALUES];
	const FWPS_INCOMING_VALUE0 *packets[FIND_BURST];
	struct filter *found[FIND_BURST];

	for (uint64_t i = 0; i < times; i += FIND_BURST) {
		for (unsigned at = 0; at < FIND_BURST; at++) {
			filters_show(values[at], next_packet(&set.ours));
			packets[at] = values[at];
		}
		find_burst(FILTERS_LAYER, packets, FIND_BURST, found);
		sink += (uintptr_t)found[0];
	}
}

/* The same as classify_run, of filters without callouts. */
static uint64_t
folded(const struct find_sublayers *found)
{
	struct decision held = decision_none();

	for (unsigned at = 0; at < found->count; at++)
		decision_fold(&held, decision_of_filter(&found->filters[at]->shown));
	return held.filter_id;
}

static void
find_bursts_of_four(uint64_t times)
{
	static FWPS_INCOMING_VALUE0 values[FIND_BURST][FILTERS_VALUES];
	static struct find_sublayers found[FIND_BURST];
	const FWPS_INCOMING_VALUE0 *packets[FIND_BURST];

	for (uint64_t i = 0; i < times; i += FIND_BURST) {
		for (unsigned at = 0; at < FIND_BURST; at++) {
			filters_show(values[at], next_packet(&set.ours));
			packets[at] = values[at];
		}
		find_burst_sublayers(FILTERS_LAYER, packets, FIND_BURST, found);
		for (unsigned at = 0; at < FIND_BURST; at++)
			sink += folded(&found[at]);
	}
}

static struct classify *
asked(const uint8_t *packet)
{
	struct classify *classify = classify_take(FILTERS_LAYER);

	filters_show(classify->values, packet);
	classify_run(classify);
	return classify;
}

static uint64_t wanted;

static void
ask_body(void *unused)
{
	(void)unused;
	for (uint64_t i = 0; i < wanted; i++) {
		struct classify *classify = asked(next_packet(&set.ours));

		sink += classify->filter_id;
		classify_give(classify);
		if (i % 1024 == 0)
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
acl_each(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++) {
		const uint8_t *packet = next_packet(&set.peers);
		uint32_t answer;

		acl_classify(set.acl, &packet, 1, &answer);
		sink += answer;
	}
}

static void
acl_bursts(uint64_t times)
{
	const uint8_t *packets[ACL_BURST];
	uint32_t answers[ACL_BURST];

	for (uint64_t i = 0; i < times; i += ACL_BURST) {
		for (unsigned at = 0; at < ACL_BURST; at++)
			packets[at] = next_packet(&set.peers);
		acl_classify(set.acl, packets, ACL_BURST, answers);
		sink += answers[0];
	}
}

/*
 * The arbitration of four sublayers: a block is hard and stays, a permit is soft and gives
 * way to the next sublayer's.  [win32:filter-arbitration]
 */
static uint32_t
arbitrated(const uint32_t answers[ACL_CATEGORIES])
{
	uint32_t held = 0;

	for (unsigned at = 0; at < ACL_CATEGORIES; at++) {
		if (answers[at] == 0)
			continue;
		held = answers[at];
		if (filters_action(held - 1) == FWP_ACTION_BLOCK)
			break;
	}
	return held;
}

static void
acl_each_of_four(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++) {
		const uint8_t *packet = next_packet(&set.peers);
		uint32_t answers[ACL_CATEGORIES];

		acl_classify(set.acl, &packet, 1, answers);
		sink += arbitrated(answers);
	}
}

static void
acl_bursts_of_four(uint64_t times)
{
	const uint8_t *packets[ACL_BURST];
	uint32_t answers[ACL_BURST * ACL_CATEGORIES];

	for (uint64_t i = 0; i < times; i += ACL_BURST) {
		for (unsigned at = 0; at < ACL_BURST; at++)
			packets[at] = next_packet(&set.peers);
		acl_classify(set.acl, packets, ACL_BURST, answers);
		for (unsigned at = 0; at < ACL_BURST; at++)
			sink += arbitrated(answers + at * ACL_CATEGORIES);
	}
}

/* ---- everyone against the oracle ---------------------------------------------------- */

static uint32_t
checked(void)
{
	uint32_t limit = set.rules.count > 20000 ? CHECKED_LARGE : CHECKED_SMALL;

	return (set.trace.count < limit ? set.trace.count : limit) / FIND_BURST * FIND_BURST;
}

static void
must_be(const char *who, uint32_t packet, uint32_t answer, uint32_t right)
{
	if (answer == right)
		return;
	fprintf(stderr, "classify: %s: %s says rule %d of packet %u, the scan says %d\n", set.name,
	    who, (int)answer, packet, (int)right);
	exit(1);
}

static uint32_t
rule_of(const struct filter *filter)
{
	return filter == NULL ? RULES_NONE : (uint32_t)filter->shown.context;
}

static void
check_ours(uint32_t from)
{
	FWPS_INCOMING_VALUE0 values[FIND_BURST][FILTERS_VALUES];
	const FWPS_INCOMING_VALUE0 *packets[FIND_BURST];
	struct filter *found[FIND_BURST];

	for (uint32_t at = 0; at < FIND_BURST; at++) {
		filters_show(values[at], trace_packet(&set.trace, from + at));
		packets[at] = values[at];
	}
	find_burst(FILTERS_LAYER, packets, FIND_BURST, found);
	for (uint32_t at = 0; at < FIND_BURST; at++) {
		uint32_t right = trace_match(&set.rules, trace_packet(&set.trace, from + at), 0, 1);
		struct find find;

		must_be("find_burst", from + at, rule_of(found[at]), right);
		find_begin(&find, FILTERS_LAYER, values[at]);
		must_be("find_next", from + at, rule_of(find_next(&find)), right);
		find_end(&find);
	}
}

static void
check_peer(uint32_t from)
{
	const uint8_t *packets[ACL_BURST];
	uint32_t answers[ACL_BURST], answer;

	for (uint32_t at = 0; at < ACL_BURST; at++)
		packets[at] = trace_packet(&set.trace, from + at);
	acl_classify(set.acl, packets, ACL_BURST, answers);
	for (uint32_t at = 0; at < ACL_BURST; at++) {
		uint32_t right = trace_match(&set.rules, packets[at], 0, 1);

		must_be("librte_acl", from + at, answers[at] - 1, right);
		acl_classify(set.acl, &packets[at], 1, &answer);
		must_be("librte_acl", from + at, answer - 1, right);
	}
}

static void
check_four(uint32_t at)
{
	const uint8_t *packet = trace_packet(&set.trace, at);
	uint32_t answers[ACL_CATEGORIES], right;
	struct classify *classify = asked(packet);
	uint64_t filter_id = classify->filter_id;
	const FWPS_INCOMING_VALUE0 *values = classify->values;
	struct find_sublayers found;

	find_burst_sublayers(FILTERS_LAYER, &values, 1, &found);
	must_be("find_burst_sublayers", at, (uint32_t)folded(&found), (uint32_t)filter_id);
	classify_give(classify);
	journal_clear();
	for (uint32_t first = 0; first < ACL_CATEGORIES; first++)
		answers[first] = trace_match(&set.rules, packet, first, ACL_CATEGORIES) + 1;
	right = arbitrated(answers) - 1;
	must_be("classify_run", at,
	    filter_id == 0 ? RULES_NONE
			   : (uint32_t)(filter_id - set.filters.each[0]->shown.filterId),
	    right);
	if (set.acl == NULL)
		return;
	acl_classify(set.acl, &packet, 1, answers);
	must_be("librte_acl", at, arbitrated(answers) - 1, right);
}

static void
check_truth(void)
{
	uint32_t wrong = trace_truth(set.name, &set.rules, &set.trace);

	if (wrong == 0)
		return;
	fprintf(stderr, "classify: %s: the scan is wrong in %u packets\n", set.name, wrong);
	exit(1);
}

/* ---- rows ------------------------------------------------------------------------- */

static const char *
row_name(const char *what)
{
	static char name[64];

	snprintf(name, sizeof name, "classify.%s%s", what, set.name);
	return name;
}

static void
row_of(const char *what, void (*ours)(uint64_t), void (*peers)(uint64_t), unsigned at_once)
{
	struct contestant us = { .run = ours };
	struct contestant peer = { "librte_acl", set.acl == NULL ? NULL : peers, 0 };

	if (set.acl == NULL)
		peer.name = "librte_acl (missing)";
	else
		acl_tune(set.acl, &set.trace, at_once);
	us.at_once = slice_of(us, SLICE_SECONDS, FIND_BURST);
	peer.at_once = slice_of(peer, SLICE_SECONDS, ACL_BURST);
	row_rate(row_name(what), "packets/s", peer, measure(us, peer, SLICES));
}

static struct contestant
builder(void)
{
	return (
	    struct contestant){ .name = set.acl == NULL ? "librte_acl (missing)" : "librte_acl" };
}

static double
acl_seconds(void)
{
	return set.acl == NULL ? 0 : acl_build_seconds(set.acl);
}

static struct acl *
acl_of(unsigned categories)
{
	if (peer == PEER_UNKNOWN)
		peer = acl_start() ? PEER_THERE : PEER_MISSING;
	return peer == PEER_THERE ? acl_build(&set.rules, categories) : NULL;
}

static void
compile_rows(void)
{
	struct measured best = { 1e9, acl_seconds() };
	double per_filter = 0, per_rule = 0;

	for (unsigned turn = 0; turn < 3; turn++) {
		double before;

		if (set.filters.count > 0)
			filters_remove(&set.filters);
		before = seconds_now();
		set.filters = filters_add(&set.rules, 1);
		if (seconds_now() - before < best.ours)
			best.ours = seconds_now() - before;
	}
	row_cost_ms(row_name("compile_"), builder(), best);
	per_filter = (double)find_bytes(FILTERS_LAYER) / set.rules.count;
	if (set.acl != NULL)
		per_rule = (double)acl_bytes(set.acl) / set.rules.count;
	row_size(row_name("bytes_"), "bytes/filter", builder().name, per_filter, per_rule);
}

static void
update_rows(void)
{
	struct dice dice = { .state = 1 };
	struct measured add = { 0, acl_seconds() }, removed = { 0, acl_seconds() };

	for (unsigned i = 0; i < UPDATES; i++) {
		uint32_t at = dice_below(&dice, set.rules.count);
		double before = seconds_now(), between;

		filter_remove(set.filters.each[at]);
		filter_publish();
		between = seconds_now();
		set.filters.each[at] = filters_make(&set.rules, at, 1);
		filter_add(set.filters.each[at]);
		filter_publish();
		removed.ours += (between - before) / UPDATES;
		add.ours += (seconds_now() - between) / UPDATES;
	}
	row_cost_ns(row_name("update_add_"), builder(), add);
	row_cost_ns(row_name("update_remove_"), builder(), removed);
}

static void
rows_of_one_sublayer(void)
{
	set.acl = acl_of(1);
	compile_rows();
	for (uint32_t at = 0; at < checked(); at += FIND_BURST)
		check_ours(at);
	for (uint32_t at = 0; set.acl != NULL && at < checked(); at += ACL_BURST)
		check_peer(at);
	row_of("", find_each, acl_each, 1);
	row_of("run_", ask_each, acl_each, 1);
	row_of("burst_", find_bursts, acl_bursts, ACL_BURST);
	if (set.rules.count > 20000) {
		update_rows();
		for (uint32_t at = 0; at < checked(); at += FIND_BURST)
			check_ours(at);
	}
	filters_remove(&set.filters);
	acl_free(set.acl);
}

static void
rows_of_four_sublayers(void)
{
	set.acl = acl_of(ACL_CATEGORIES);
	set.filters = filters_add(&set.rules, ACL_CATEGORIES);
	for (uint32_t at = 0; at < checked(); at++)
		check_four(at);
	row_of("sublayers4_", ask_each, acl_each_of_four, 1);
	row_of("sublayers4_burst_", find_bursts_of_four, acl_bursts_of_four, ACL_BURST);
	filters_remove(&set.filters);
	acl_free(set.acl);
}

static void
rows_of(const char *name)
{
	set.name = name;
	set.rules = rules_read(name);
	set.trace = trace_read(name, &set.rules);
	set.ours = set.peers = 0;
	fprintf(stderr, "classify: %s: %u rules, %u packets, %s\n", name, set.rules.count,
	    set.trace.count, set.rules.made ? "made here" : "ClassBench's");
	check_truth();
	rows_of_one_sublayer();
	if (set.rules.count < 20000)
		rows_of_four_sublayers();
	rules_free(&set.rules);
	trace_free(&set.trace);
}

static void
rows_of_all(const char *const *names, size_t count)
{
	for (size_t at = 0; at < count; at++) {
		if (strcmp(names[at], "callout") == 0)
			callout_rows();
		else if (strcmp(names[at], "wfpstate") == 0)
			policy_rows();
		else
			rows_of(names[at]);
	}
}

int
main(int count, char **arguments)
{
	struct machine_options options = { 0 };
	const char *why;

	if (!machine_start(&options, &why)) {
		fprintf(stderr, "classify: %s\n", why);
		return 1;
	}
	filters_start();
	measure_own_time();
	if (count > 1)
		rows_of_all((const char *const *)arguments + 1, (size_t)count - 1);
	else
		rows_of_all(everything, sizeof everything / sizeof everything[0]);
	return 0;
}
