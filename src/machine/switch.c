#include "machine/switch.h"

#include "bfe/sublayer.h"
#include "wfp/arbitrate.h"
#include "wfp/callout.h"
#include "wfp/value.h"

#include <stddef.h>
#include <string.h>

const struct switch_row switches[] = {
	{ "unregister-fails-in-classify", &callout_switches.unregister_fails_in_classify,
	    "unregistering a callout while a classify runs fails with STATUS_DEVICE_BUSY",
	    "it waits for the classify",
	    "no page says which; a driver that waits for nothing else must not fail" },
	{ "draining-still-classifies", &callout_switches.draining_still_classifies,
	    "a callout whose unregistering found flow contexts is still asked about new traffic",
	    "it only hears of flows that end",
	    "no page says which; being called after asking to leave is what drivers forget" },
	{ "hard-block-stops", &arbitrate_switches.hard_block_stops,
	    "sublayers lighter than a hard block are not evaluated",
	    "all sublayers are evaluated, so that inspection sees blocked traffic",
	    "win32:filter-arbitration says both: all sublayers are evaluated even if a heavier one "
	    "blocked, and a block stops the evaluation; the first is the algorithm" },
	{ "clear-right-softens", &arbitrate_switches.clear_right_softens,
	    "FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT makes a filter's action soft", "it makes it hard",
	    "win32:filter-arbitration has it the wrong way round; the flag's name, its own page "
	    "and every program that uses it say hard" },
	{ "filters-veto", &arbitrate_switches.filters_veto,
	    "a block by a filter overrides a heavier sublayer's hard permit",
	    "only a callout's does",
	    "win32:filter-arbitration says both: a veto is a block returned by a filter without "
	    "the right, and a hard permit is blocked by a callout's veto only; programs "
	    "report that a hard permit passes their blocking filters [simplewall issue 689]" },
	{ "clear-right-binds-callouts", &arbitrate_switches.clear_right_binds_callouts,
	    "what a callout decides for a filter with FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT is hard",
	    "the callout has to clear FWPS_RIGHT_ACTION_WRITE itself",
	    "win32:filter-arbitration calls the flag the filter's; ddi:FWPS_CALLOUT_CLASSIFY_FN1 "
	    "asks classifyFn to clear the right for it" },
	{ "not-equal-needs-order", &value_switches.not_equal_needs_order,
	    "FWP_MATCH_NOT_EQUAL is for sortable types alone", "it suits every type",
	    "win32:FWP_MATCH_TYPE says sortable, and filters of a real machine have it on SIDs" },
	{ "prefix-is-first", &value_switches.prefix_is_first,
	    "FWP_MATCH_PREFIX compares the beginning of a string", "it compares the end",
	    "win32:FWP_MATCH_TYPE says the end, and calls its own name misleading" },
	{ "apart-are-alternatives", &value_switches.apart_are_alternatives,
	    "a filter's conditions on one field are alternatives wherever they stand",
	    "only those that stand side by side are; of each such group one must be met",
	    "the page of FWPM_FILTER0 says consecutive, win32:best-practices only the same field "
	    "key; no filter of a real machine has others between them" },
	{ "sublayer-weights-repeat", &sublayer_switches.weights_repeat,
	    "a sublayer has the weight that it asked for, taken or not",
	    "it has the next lower one that is free, else the next higher",
	    "no page says which; on a real machine all 45 weights differ, although WinDivert asks "
	    "for 65535 twenty times [wfpstate.xml]" },
	{ NULL, NULL, NULL, NULL, NULL },
};

bool
switch_set(const char *text)
{
	size_t length = strcspn(text, "=");
	bool on = text[length] == '\0' || strcmp(text + length, "=on") == 0;

	if (!on && strcmp(text + length, "=off") != 0)
		return false;
	for (const struct switch_row *row = switches; row->name != NULL; row++) {
		if (strlen(row->name) != length || strncmp(row->name, text, length) != 0)
			continue;
		*row->on = on;
		return true;
	}
	return false;
}
