#include "report/text.h"

#include "ledger/status.h"
#include "sched/choice.h"

#include <string.h>

enum ink {
	INK_PLAIN,
	INK_BOLD,
	INK_BAD,
	INK_WARN,
	INK_GOOD,
	INK_FAINT,
};

struct page {
	struct text *out;
	bool colour;
};

static void
ink(const struct page *page, enum ink ink)
{
	static const char *const codes[] = {
		[INK_PLAIN] = "\033[0m",
		[INK_BOLD] = "\033[1m",
		[INK_BAD] = "\033[1;31m",
		[INK_WARN] = "\033[1;33m",
		[INK_GOOD] = "\033[1;32m",
		[INK_FAINT] = "\033[2m",
	};

	if (page->colour)
		text_add(page->out, "%s", codes[ink]);
}

static void
inked(const struct page *page, enum ink colour, const char *string)
{
	ink(page, colour);
	text_add(page->out, "%s", string);
	ink(page, INK_PLAIN);
}

/* "1 life", "2 lives". */
static void
add_count(struct text *out, uint64_t count, const char *one, const char *many)
{
	text_add(out, "%lu %s", (unsigned long)count, count == 1 ? one : many);
}

static void
label(const struct page *page, const char *name)
{
	ink(page, INK_FAINT);
	text_add(page->out, "    %-9s", name);
	ink(page, INK_PLAIN);
}

static void
add_verdict(const struct page *page, const struct report *report)
{
	struct text *out = page->out;

	inked(page, INK_BOLD, report->options.driver);
	text_add(out, ": ");
	switch (report_verdict(report)) {
	case VERDICT_PASS:
		inked(page, INK_GOOD, "pass");
		text_add(out, ": it unloads, and nothing is left behind\n");
		return;
	case VERDICT_FINDINGS:
		ink(page, INK_BAD);
		add_count(out, report->finding_count, "finding", "findings");
		ink(page, INK_PLAIN);
		text_add(out, "\n");
		return;
	case VERDICT_INCONCLUSIVE:
		inked(page, INK_WARN, "inconclusive");
		text_add(out, ": %s\n", report_reason(report));
		return;
	case VERDICT_UNLOADABLE:
		inked(page, INK_BAD, "can't be loaded");
		text_add(out, ": %s\n", report_reason(report));
		return;
	}
}

static void
add_life(struct text *out, const struct report_life *life)
{
	text_add(out, "seed %lu", (unsigned long)life->seed);
	if (life->refused_call != REFUSE_NONE)
		text_add(
		    out, " with refusable call %lu refused", (unsigned long)life->refused_call);
	else if (life->from_entry && life->seed != 0)
		text_add(out, ", from DriverEntry");
}

static void
add_heading(const struct page *page, const struct rule_row *rule)
{
	bool warning = rule->severity == 'W';

	text_add(page->out, "\n");
	ink(page, warning ? INK_WARN : INK_BAD);
	text_add(page->out, "%s %s", rule->id, report_severity(rule->severity));
	ink(page, INK_PLAIN);
	text_add(page->out, "  ");
}

static void
add_finding(
    const struct page *page, const struct report *report, const struct report_finding *finding)
{
	const struct rule_row *rule = rule_row(finding->rule);
	struct text *out = page->out;

	add_heading(page, rule);
	inked(page, INK_BOLD, finding->text);
	text_add(out, "\n");
	label(page, "at");
	text_add(out, "%s, step %u\n", finding->where, finding->step);
	for (size_t i = 0; i < finding->trace_count; i++) {
		label(page, i == 0 ? "from" : "");
		text_add(out, "%s\n", finding->trace[i]);
	}
	if (finding->bugcheck[0] != '\0') {
		label(page, "Windows");
		text_add(out, "%s\n", finding->bugcheck);
	}
	label(page, "rule");
	text_add(out, "%s  [%s]\n", rule->text, rule->source);
	if (rule->remedy[0] != '\0') {
		label(page, "remedy");
		text_add(out, "%s\n", rule->remedy);
	}
	label(page, "seen");
	add_life(out, &finding->first);
	text_add(out, "; in ");
	add_count(out, finding->lives, "life", "lives");
	text_add(out, " of %lu\n", (unsigned long)report->lives);
	label(page, "replay");
	report_replay(report, &finding->first, out);
	text_add(out, "\n");
}

static void
add_left(const struct page *page, const struct report *report)
{
	struct text *out = page->out;

	if (report->left_count == 0)
		return;
	text_add(out, "\n");
	inked(page, INK_BOLD, "Left behind");
	text_add(out, "\n");
	for (size_t i = 0; i < report->left_count; i++) {
		const struct report_left *left = &report->left[i];

		text_add(
		    out, "    %6lu  %-18s", (unsigned long)left->count, holding_name(left->kind));
		if (left->bytes != 0)
			text_add(out, " %8lu bytes", (unsigned long)left->bytes);
		else
			text_add(out, " %14s", "");
		text_add(out, "  ");
		for (int b = 0; b < 4 && left->tag != 0; b++) {
			char letter = (char)(left->tag >> 8 * b);

			text_add(out, "%c", letter >= ' ' && letter < 0x7f ? letter : '.');
		}
		text_add(out, "%s taken at %s\n", left->tag == 0 ? "    " : "", left->where);
	}
}

static void
add_reasons(
    const struct page *page, const char *heading, const struct report_reason *reasons, size_t count)
{
	if (count == 0)
		return;
	text_add(page->out, "\n");
	inked(page, INK_BOLD, heading);
	text_add(page->out, "\n");
	for (size_t i = 0; i < count; i++) {
		text_add(page->out, "    %s (", reasons[i].text);
		add_life(page->out, &reasons[i].first);
		text_add(page->out, ")\n");
	}
}

static void
add_journey(const struct page *page, const struct report *report)
{
	const struct stop *stop = &report->stop;
	char status[96];

	if (!report->loaded_known || !report->entered)
		return;
	status_text(report->load_status, status, sizeof status);
	text_add(page->out, "\nDriverEntry returned %s", status);
	if (!report->stopped) {
		text_add(page->out, "; it was not asked to unload\n");
		return;
	}
	status_text(stop->status, status, sizeof status);
	switch (stop->state) {
	case STOP_DONE:
		text_add(page->out, "; unload took %lu.%04lu ms of virtual time\n",
		    (unsigned long)(stop->took_100ns / 10000),
		    (unsigned long)(stop->took_100ns % 10000));
		return;
	case STOP_REFUSED:
		text_add(page->out, "; the request to unload was refused: %s\n", status);
		return;
	case STOP_HELD_BACK:
		text_add(page->out, "; unload is held back by open handles or requests\n");
		return;
	case STOP_HANGS:
		text_add(page->out, "; unload does not return\n");
		return;
	case STOP_CRASHED:
		text_add(page->out, "; unload did not come to its end\n");
		return;
	}
}

static void
add_counts(const struct page *page, const struct report *report)
{
	const struct packet_counts *packets = &report->packets;
	struct text *out = page->out;

	add_count(out, report->schedules, "schedule", "schedules");
	text_add(out, ", ");
	add_count(out, report->faults, "refused call", "refused calls");
	text_add(out, ", ");
	add_count(out, report->lives, "life", "lives");
	text_add(out, " as %s\n", target_name(report->options.target));
	text_add(out, "packets: %lu permitted, %lu blocked, %lu absorbed, %lu injected\n",
	    (unsigned long)packets->permitted, (unsigned long)packets->blocked,
	    (unsigned long)packets->absorbed, (unsigned long)packets->injected);
	if (report->dropped > 0)
		text_add(out, "%lu more findings are not listed\n", (unsigned long)report->dropped);
	if (report->has_expectations && report->unmet != NULL)
		text_add(out, "the scenario expected otherwise: %s\n", report->unmet);
	else if (report->has_expectations)
		text_add(out, "the scenario expected this\n");
}

void
text_report(const struct report *report, bool colour, struct text *out)
{
	const struct page page = { out, colour };

	add_verdict(&page, report);
	for (size_t i = 0; i < report->finding_count; i++)
		add_finding(&page, report, &report->findings[i]);
	add_left(&page, report);
	if (report_verdict(report) != VERDICT_INCONCLUSIVE || report->reason_count > 1)
		add_reasons(&page, "Lives that ended without a verdict", report->reasons,
		    report->reason_count);
	add_reasons(&page, "Deaths of the machine", report->deaths, report->death_count);
	add_journey(&page, report);
	if (report->lives > 0)
		add_counts(&page, report);
}
