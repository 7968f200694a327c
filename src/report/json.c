#include "report/json.h"

#include "ledger/status.h"
#include "sched/choice.h"

/* "key": "string", behind a comma where `first` is false. */
static void
member(struct text *out, const char *before, const char *key, const char *string)
{
	text_add(out, "%s\"%s\": ", before, key);
	text_add_json(out, string);
}

static void
member_number(struct text *out, const char *before, const char *key, uint64_t number)
{
	text_add(out, "%s\"%s\": %lu", before, key, (unsigned long)number);
}

static void
member_status(struct text *out, const char *before, NTSTATUS status)
{
	char text[96];

	status_text(status, text, sizeof text);
	member(out, before, "status", text);
}

static void
member_life(struct text *out, const struct report_life *life)
{
	member_number(out, ", ", "seed", life->seed);
	if (life->refused_call == REFUSE_NONE)
		text_add(out, ", \"refused\": null");
	else
		member_number(out, ", ", "refused", life->refused_call);
}

static void
member_replay(struct text *out, const struct report *report, const struct report_life *life)
{
	struct text line = { 0 };

	report_replay(report, life, &line);
	member(out, ", ", "replay", text_string(&line));
	text_free(&line);
}

static void
add_load(struct text *out, const struct report *report)
{
	text_add(out, "  \"load\": ");
	if (!report->loaded_known || !report->entered) {
		text_add(out, "null,\n");
		return;
	}
	member_status(out, "{", report->load_status);
	text_add(out, "},\n");
}

static const char *
stop_name(enum stop_state state)
{
	switch (state) {
	case STOP_DONE:
		return "done";
	case STOP_REFUSED:
		return "refused";
	case STOP_HELD_BACK:
		return "held back";
	case STOP_HANGS:
		return "hangs";
	case STOP_CRASHED:
		return "crashed";
	}
	return "?";
}

/* Units of 100 ns as milliseconds, exactly. */
static void
add_unload(struct text *out, const struct report *report)
{
	const struct stop *stop = &report->stop;

	text_add(out, "  \"unload\": ");
	if (!report->loaded_known || !report->stopped) {
		text_add(out, "null,\n");
		return;
	}
	member_status(out, "{", stop->status);
	text_add(out, ", \"virtual_ms\": %lu.%04lu", (unsigned long)(stop->took_100ns / 10000),
	    (unsigned long)(stop->took_100ns % 10000));
	member(out, ", ", "state", stop_name(stop->state));
	text_add(out, "},\n");
}

static void
add_tag(struct text *out, uint32_t tag)
{
	char text[5] = { 0 };

	for (int i = 0; i < 4; i++)
		text[i] = (char)(tag >> 8 * i);
	member(out, ", ", "tag", text);
}

static void
add_left(struct text *out, const struct report *report)
{
	text_add(out, "  \"left\": [");
	for (size_t i = 0; i < report->left_count; i++) {
		const struct report_left *left = &report->left[i];

		member(out, i ? ",\n    {" : "\n    {", "kind", holding_name(left->kind));
		member_number(out, ", ", "count", left->count);
		member_number(out, ", ", "bytes", left->bytes);
		member(out, ", ", "where", left->where);
		if (left->tag != 0)
			add_tag(out, left->tag);
		member_life(out, &left->first);
		member_replay(out, report, &left->first);
		text_add(out, "}");
	}
	text_add(out, report->left_count ? "\n  ],\n" : "],\n");
}

static void
add_finding(struct text *out, const struct report *report, const struct report_finding *finding)
{
	const struct rule_row *rule = rule_row(finding->rule);

	member(out, "", "rule", rule->id);
	member(out, ", ", "severity", report_severity(rule->severity));
	member(out, ",\n     ", "bugcheck", finding->bugcheck);
	member(out, ",\n     ", "text", finding->text);
	member(out, ",\n     ", "where", finding->where);
	member_number(out, ", ", "step", finding->step);
	member_replay(out, report, &finding->first);
	member(out, ",\n     ", "meaning", rule->text);
	member(out, ",\n     ", "remedy", rule->remedy);
	member(out, ",\n     ", "source", rule->source);
	text_add(out, ",\n     \"trace\": [");
	for (size_t i = 0; i < finding->trace_count; i++) {
		text_add(out, i ? ", " : "");
		text_add_json(out, finding->trace[i]);
	}
	text_add(out, "]");
	member_life(out, &finding->first);
	member_number(out, ", ", "lives", finding->lives);
}

static void
add_findings(struct text *out, const struct report *report)
{
	text_add(out, "  \"findings\": [");
	for (size_t i = 0; i < report->finding_count; i++) {
		text_add(out, i ? ",\n    {" : "\n    {");
		add_finding(out, report, &report->findings[i]);
		text_add(out, "}");
	}
	text_add(out, report->finding_count ? "\n  ],\n" : "],\n");
}

static void
add_reasons(struct text *out, const char *key, const struct report_reason *reasons, size_t count)
{
	text_add(out, ",\n  \"%s\": [", key);
	for (size_t i = 0; i < count; i++) {
		member(out, i ? ",\n    {" : "\n    {", "text", reasons[i].text);
		member_life(out, &reasons[i].first);
		text_add(out, "}");
	}
	text_add(out, count ? "\n  ]" : "]");
}

static void
add_packets(struct text *out, const struct packet_counts *packets)
{
	member_number(out, "  \"packets\": {", "permitted", packets->permitted);
	member_number(out, ", ", "blocked", packets->blocked);
	member_number(out, ", ", "absorbed", packets->absorbed);
	member_number(out, ", ", "injected", packets->injected);
	member_number(out, ", ", "completed", packets->completed);
	member_number(out, ", ", "malformed", packets->malformed);
	member_number(out, ", ", "closed", packets->closed);
	text_add(out, "}");
}

static void
add_further(struct text *out, const struct report *report)
{
	member(out, ",\n  ", "reason", report_reason(report));
	member_number(out, ",\n  ", "lives", report->lives);
	member_number(out, ",\n  ", "dropped", report->dropped);
	if (report->options.scenario != NULL)
		member(out, ",\n  ", "scenario", report->options.scenario);
	else
		text_add(out, ",\n  \"scenario\": null");
	text_add(out, ",\n  \"journal_hash\": \"%016lx\"", (unsigned long)report->journal_hash);
	add_reasons(out, "inconclusive", report->reasons, report->reason_count);
	add_reasons(out, "deaths", report->deaths, report->death_count);
	if (!report->has_expectations) {
		text_add(out, ",\n  \"expectations\": null");
		return;
	}
	member_number(out, ",\n  \"expectations\": {", "count", report->expectations);
	text_add(out, ", \"met\": %s", report->unmet == NULL ? "true" : "false");
	member(out, ", ", "unmet", report->unmet == NULL ? "" : report->unmet);
	text_add(out, "}");
}

void
json_report(const struct report *report, struct text *out)
{
	member(out, "{\n  ", "driver", report->options.driver);
	member(out, ",\n  ", "target", target_name(report->options.target));
	member_number(out, ",\n  ", "seed", report->options.seed);
	member(out, ",\n  ", "verdict", verdict_name(report_verdict(report)));
	text_add(out, ",\n");
	add_load(out, report);
	add_unload(out, report);
	add_left(out, report);
	add_findings(out, report);
	member_number(out, "  ", "schedules", report->schedules);
	member_number(out, ",\n  ", "faults", report->faults);
	text_add(out, ",\n");
	add_packets(out, &report->packets);
	add_further(out, report);
	text_add(out, "\n}\n");
}
