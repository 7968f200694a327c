#include "cli/hear.h"

#include "ledger/status.h"
#include "sched/choice.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key)); /* NULL: none, or not a string */
}

/* False: none, not an integer, or not in 0 .. most. */
static bool
number_of(const json_t *object, const char *key, uint64_t most, uint64_t *number)
{
	const json_t *value = json_object_get(object, key);
	json_int_t given = json_integer_value(value);

	*number = (uint64_t)given;
	return json_is_integer(value) && given >= 0 && *number <= most;
}

static bool
long_number_of(const json_t *object, const char *key, uint64_t *number)
{
	const char *digits = text_of(object, key);

	if (digits == NULL || *digits == '\0' || strspn(digits, "0123456789") != strlen(digits))
		return false;
	errno = 0;
	*number = strtoull(digits, NULL, 10);
	return errno == 0;
}

static bool
life_of(const json_t *object, struct report_life *life)
{
	uint64_t from_entry;

	life->refused_call = REFUSE_NONE;
	if (!long_number_of(object, "seed", &life->seed)
	    || !number_of(object, "from_entry", 1, &from_entry))
		return false;
	life->from_entry = from_entry != 0;
	return json_object_get(object, "refused") == NULL
	    || long_number_of(object, "refused", &life->refused_call);
}

static bool
kind_of(const json_t *object, enum holding_kind *kind)
{
	const char *name = text_of(object, "kind");

	for (int i = 0; i < HOLDING_KINDS && name != NULL; i++) {
		if (strcmp(holding_name((enum holding_kind)i), name) == 0) {
			*kind = (enum holding_kind)i;
			return true;
		}
	}
	return false;
}

static bool
hear_first(struct hearing *hearing, const json_t *object)
{
	struct report *report = hearing->report;
	uint64_t entered, load, stopped, state, status, took, hash;

	if (!number_of(object, "entered", 1, &entered)
	    || !number_of(object, "load_status", UINT32_MAX, &load)
	    || !number_of(object, "stopped", 1, &stopped)
	    || !number_of(object, "stop_state", STOP_CRASHED, &state)
	    || !number_of(object, "stop_status", UINT32_MAX, &status)
	    || !number_of(object, "took_100ns", INT64_MAX, &took)
	    || !long_number_of(object, "journal_hash", &hash))
		return false;
	if (report->loaded_known)
		return true;
	report->loaded_known = true;
	report->entered = entered != 0;
	report->load_status = (NTSTATUS)load;
	report->stopped = stopped != 0;
	report->stop = (struct stop){ (enum stop_state)state, (NTSTATUS)status, took };
	report->journal_hash = hash;
	return true;
}

static bool
trace_is_well_formed(const json_t *trace)
{
	if (!json_is_array(trace) || json_array_size(trace) > REPORT_TRACE)
		return false;
	for (size_t i = 0; i < json_array_size(trace); i++) {
		if (!json_is_string(json_array_get(trace, i)))
			return false;
	}
	return true;
}

static bool
hear_finding(struct hearing *hearing, const json_t *object)
{
	const char *id = text_of(object, "rule"), *text = text_of(object, "text");
	const char *bugcheck = text_of(object, "bugcheck"), *where = text_of(object, "where");
	const json_t *trace = json_object_get(object, "trace");
	struct report_finding finding = { .rule = id != NULL ? rule_find(id) : RULES };
	struct report_finding *kept;
	uint64_t number, step;

	if (finding.rule == RULES || text == NULL || bugcheck == NULL || where == NULL
	    || !trace_is_well_formed(trace) || !life_of(object, &finding.first)
	    || !number_of(object, "step", UINT32_MAX, &step)
	    || !number_of(object, "number", MERGE_FINDINGS - 1, &number)
	    || number != hearing->numbers)
		return false;
	finding.step = (uint32_t)step;
	finding.text = report_line(text);
	finding.bugcheck = report_line(bugcheck);
	finding.where = report_line(where);
	finding.lives = 1;
	finding.trace_count = json_array_size(trace);
	for (size_t i = 0; i < finding.trace_count; i++)
		finding.trace[i] = report_line(json_string_value(json_array_get(trace, i)));
	kept = report_add_finding(hearing->report, finding);
	hearing->counted[number] = 1;
	hearing->finding[number] =
	    kept != NULL ? (size_t)(kept - hearing->report->findings) : SIZE_MAX;
	hearing->numbers++;
	return true;
}

static bool
hear_left(struct hearing *hearing, const json_t *object)
{
	const char *where = text_of(object, "where");
	struct report_left left = { 0 };
	uint64_t tag;

	if (where == NULL || !kind_of(object, &left.kind) || !life_of(object, &left.first)
	    || !number_of(object, "count", INT64_MAX, &left.count)
	    || !number_of(object, "bytes", INT64_MAX, &left.bytes)
	    || !number_of(object, "tag", UINT32_MAX, &tag))
		return false;
	left.tag = (uint32_t)tag;
	left.where = report_line(where);
	report_add_left(hearing->report, left);
	return true;
}

static bool
hear_reason(struct hearing *hearing, const json_t *object)
{
	const char *text = text_of(object, "text");
	struct report_reason reason = { 0 };

	if (text == NULL || !life_of(object, &reason.first))
		return false;
	reason.text = report_line(text);
	report_add_reason(hearing->report, reason);
	return true;
}

static bool
hear_unloadable(struct hearing *hearing, const json_t *object)
{
	char status[96], text[160];
	uint64_t number;

	if (!number_of(object, "status", UINT32_MAX, &number))
		return false;
	status_text((NTSTATUS)number, status, sizeof status);
	snprintf(text, sizeof text, "DriverEntry returned %s", status);
	free(hearing->report->unloadable);
	hearing->report->unloadable = report_line(text);
	return true;
}

static bool
hear_expectations(struct hearing *hearing, const json_t *object)
{
	struct report *report = hearing->report;
	const char *unmet = text_of(object, "unmet");
	uint64_t count;

	if (!number_of(object, "count", INT32_MAX, &count))
		return false;
	report->has_expectations = true;
	if (count > report->expectations)
		report->expectations = count;
	if (unmet != NULL && report->unmet == NULL)
		report->unmet = report_line(unmet);
	return true;
}

/* Lines with tabs; nothing else that a terminal would obey. */
static bool
hear_journal(struct hearing *hearing, const json_t *object)
{
	const char *text = text_of(object, "text");

	if (text == NULL)
		return false;
	for (const char *at = text; *at != '\0' && hearing->journal != NULL; at++) {
		bool control = (unsigned char)*at < ' ' || *at == 0x7f;

		fputc(control && *at != '\n' && *at != '\t' ? '?' : *at, hearing->journal);
	}
	return true;
}

/* netsh's XML: the mark at its beginning, tabs, lines; nothing else that a terminal would obey. */
static bool
hear_shown(struct hearing *hearing, const json_t *object)
{
	const char *text = text_of(object, "text"), *what = text_of(object, "what");
	FILE *to;

	if (text == NULL || what == NULL)
		return false;
	to = strcmp(what, "state") == 0 ? hearing->state : hearing->events;
	for (const char *at = text; *at != '\0' && to != NULL; at++) {
		bool control = (unsigned char)*at < ' ' || *at == 0x7f;

		fputc(control && *at != '\n' && *at != '\t' ? '?' : *at, to);
	}
	return true;
}

static bool
hear_log(struct hearing *hearing, const json_t *object)
{
	const char *text = text_of(object, "text");
	char *line;

	if (text == NULL)
		return false;
	line = report_line(text);
	if (hearing->log != NULL)
		hearing->log(line);
	free(line);
	return true;
}

static bool
count_finding(struct hearing *hearing, size_t number, const json_t *value)
{
	json_int_t lives = json_integer_value(value);
	uint64_t more;

	if (!json_is_integer(value) || lives < 0 || (uint64_t)lives < hearing->counted[number])
		return false;
	more = (uint64_t)lives - hearing->counted[number];
	hearing->counted[number] = (uint64_t)lives;
	if (hearing->finding[number] != SIZE_MAX)
		hearing->report->findings[hearing->finding[number]].lives += more;
	return true;
}

static bool
hear_count(struct hearing *hearing, const json_t *object)
{
	struct report *report = hearing->report;
	const struct report *before = &hearing->before;
	const json_t *findings = json_object_get(object, "findings");
	const struct {
		const char *key;
		uint64_t *to;
		uint64_t from;
	} counts[] = {
		{ "lives", &report->lives, before->lives },
		{ "schedules", &report->schedules, before->schedules },
		{ "faults", &report->faults, before->faults },
		{ "dropped", &report->dropped, before->dropped },
		{ "permitted", &report->packets.permitted, before->packets.permitted },
		{ "blocked", &report->packets.blocked, before->packets.blocked },
		{ "absorbed", &report->packets.absorbed, before->packets.absorbed },
		{ "malformed", &report->packets.malformed, before->packets.malformed },
		{ "closed", &report->packets.closed, before->packets.closed },
		{ "injected", &report->packets.injected, before->packets.injected },
		{ "completed", &report->packets.completed, before->packets.completed },
	};

	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		uint64_t number;

		if (!number_of(object, counts[i].key, INT64_MAX, &number))
			return false;
		*counts[i].to = counts[i].from + number;
	}
	if (!json_is_array(findings) || json_array_size(findings) > hearing->numbers)
		return false;
	for (size_t i = 0; i < json_array_size(findings); i++) {
		if (!count_finding(hearing, i, json_array_get(findings, i)))
			return false;
	}
	if (hearing->progress != NULL)
		hearing->progress(report);
	return true;
}

static bool
hear_trouble(struct hearing *hearing, const json_t *object)
{
	const char *text = text_of(object, "text");
	uint64_t code;

	if (text == NULL || !number_of(object, "exit", 127, &code) || code == 0)
		return false;
	hearing->trouble = (int)code;
	hearing->trouble_text = report_line(text);
	return true;
}

static bool
hear_started(struct hearing *hearing, const json_t *object)
{
	(void)object;
	hearing->started = true;
	return true;
}

static bool
hear_done(struct hearing *hearing, const json_t *object)
{
	(void)object;
	hearing->done = true;
	return true;
}

static bool
hear_object(struct hearing *hearing, const json_t *object)
{
	static const struct {
		const char *is;
		bool (*hear)(struct hearing *hearing, const json_t *object);
	} words[] = {
		{ "started", hear_started },
		{ "done", hear_done },
		{ "trouble", hear_trouble },
		{ "first", hear_first },
		{ "finding", hear_finding },
		{ "left", hear_left },
		{ "reason", hear_reason },
		{ "unloadable", hear_unloadable },
		{ "expectations", hear_expectations },
		{ "journal", hear_journal },
		{ "log", hear_log },
		{ "shown", hear_shown },
		{ "count", hear_count },
	};
	const char *is = text_of(object, "is");

	if (hearing->done || hearing->trouble != 0) /* that was the last word */
		return false;
	for (size_t i = 0; i < sizeof words / sizeof words[0] && is != NULL; i++) {
		if (strcmp(words[i].is, is) == 0)
			return words[i].hear(hearing, object);
	}
	return false;
}

bool
hear(void *context, char *line, size_t length)
{
	json_t *object = json_loadb(line, length, JSON_REJECT_DUPLICATES, NULL);
	bool sense = json_is_object(object) && hear_object(context, object);

	json_decref(object);
	return sense;
}

void
hearing_end(struct hearing *hearing)
{
	free(hearing->trouble_text);
	hearing->trouble_text = NULL;
}

void
hearing_begin(struct hearing *hearing)
{
	hearing_end(hearing);
	hearing->started = false;
	hearing->done = false;
	hearing->trouble = 0;
	hearing->numbers = 0;
	hearing->before = *hearing->report;
}
