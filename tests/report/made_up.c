#include "made_up.h"

#include "nt/status.h"

#include "sched/choice.h"

#include <string.h>

static struct report_finding
left_callout(void)
{
	return (struct report_finding){
		.rule = RULE_R11,
		.text = strdup("left at unload: 2 callouts (0 bytes), taken here"),
		.bugcheck = strdup("0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS"),
		.where = strdup("foo!DriverEntry+0x5a"),
		.step = 218,
		.trace_count = 1,
		.trace = { strdup("foo!Register+0x10") },
		.first = { 17, 4, true },
		.lives = 12,
	};
}

void
make_up_report(struct report *report)
{
	const struct report_options options = { .driver = "drivers/foo.sys",
		.scenario = "my scenario.lua",
		.target = TARGET_WIN10_22H2,
		.seed = 17 };

	report_start(report, &options);
	report->loaded_known = report->entered = report->stopped = true;
	report->stop = (struct stop){ STOP_DONE, STATUS_SUCCESS, 123456 };
	report->journal_hash = 0xabcdef;
	report_add_finding(report, left_callout());
	report_add_left(report,
	    (struct report_left){ .kind = HOLDING_CALLOUT,
		.count = 2,
		.where = strdup("foo!DriverEntry+0x5a"),
		.first = { 17, 4, true } });
	report_add_left(report,
	    (struct report_left){ .kind = HOLDING_POOL,
		.count = 1,
		.bytes = 64,
		.tag = 0x64636261,
		.where = strdup("foo!\"quoted\""),
		.first = { 17, REFUSE_NONE, false } });
	report_add_reason(
	    report, (struct report_reason){ strdup("KeFoo"), { 18, REFUSE_NONE, true } });
	report->schedules = 1000;
	report->faults = 40;
	report->lives = 1100;
	report->packets =
	    (struct packet_counts){ .permitted = 3, .blocked = 1, .injected = 2, .completed = 2 };
}
