#include "report/report.h"

#include "machine/switch.h"
#include "nt/status.h"
#include "sched/choice.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
report_start(struct report *report, const struct report_options *options)
{
	*report = (struct report){ .options = *options };
}

static void
finding_free(struct report_finding *finding)
{
	free(finding->text);
	free(finding->bugcheck);
	free(finding->where);
	for (size_t i = 0; i < finding->trace_count; i++)
		free(finding->trace[i]);
}

static void
reasons_free(struct report_reason *reasons, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(reasons[i].text);
	free(reasons);
}

void
report_free(struct report *report)
{
	for (size_t i = 0; i < report->finding_count; i++)
		finding_free(&report->findings[i]);
	for (size_t i = 0; i < report->left_count; i++)
		free(report->left[i].where);
	reasons_free(report->reasons, report->reason_count);
	reasons_free(report->deaths, report->death_count);
	free(report->findings);
	free(report->left);
	free(report->unloadable);
	free(report->unmet);
	*report = (struct report){ 0 };
}

/* Room for one more; NULL: the limit is reached. */
static void *
room(struct report *report, void **list, size_t count, size_t each)
{
	if (count == REPORT_LIMIT) {
		report->dropped++;
		return NULL;
	}
	if ((count & (count - 1)) == 0) { /* grows to the next power of two */
		*list = realloc(*list, (count ? count * 2 : 1) * each);
		if (*list == NULL) {
			fputs("drydock: out of memory\n", stderr);
			exit(70);
		}
	}
	return (char *)*list + count * each;
}

struct report_finding *
report_add_finding(struct report *report, struct report_finding finding)
{
	struct report_finding *made;

	for (size_t i = 0; i < report->finding_count; i++) {
		struct report_finding *known = &report->findings[i];

		if (known->rule == finding.rule && strcmp(known->where, finding.where) == 0) {
			known->lives += finding.lives;
			finding_free(&finding);
			return known;
		}
	}
	made = room(report, (void **)&report->findings, report->finding_count, sizeof *made);
	if (made == NULL) {
		finding_free(&finding);
		return NULL;
	}
	report->finding_count++;
	*made = finding;
	return made;
}

void
report_add_left(struct report *report, struct report_left left)
{
	struct report_left *made;

	for (size_t i = 0; i < report->left_count; i++) {
		if (report->left[i].kind == left.kind
		    && strcmp(report->left[i].where, left.where) == 0) {
			free(left.where);
			return;
		}
	}
	made = room(report, (void **)&report->left, report->left_count, sizeof *made);
	if (made == NULL) {
		free(left.where);
		return;
	}
	report->left_count++;
	*made = left;
}

static void
add_reason(
    struct report *report, struct report_reason **list, size_t *count, struct report_reason reason)
{
	struct report_reason *made;

	for (size_t i = 0; i < *count; i++) {
		if (strcmp((*list)[i].text, reason.text) == 0) {
			free(reason.text);
			return;
		}
	}
	made = room(report, (void **)list, *count, sizeof *made);
	if (made == NULL) {
		free(reason.text);
		return;
	}
	(*count)++;
	*made = reason;
}

void
report_add_reason(struct report *report, struct report_reason reason)
{
	add_reason(report, &report->reasons, &report->reason_count, reason);
}

void
report_add_death(struct report *report, struct report_reason death)
{
	add_reason(report, &report->deaths, &report->death_count, death);
}

enum verdict_kind
report_verdict(const struct report *report)
{
	if (report->finding_count > 0)
		return VERDICT_FINDINGS;
	if (report->unloadable != NULL)
		return VERDICT_UNLOADABLE;
	if (report->reason_count > 0 || report->death_count > 0 || report->unmet != NULL
	    || report->dropped > 0 || report->lives == 0)
		return VERDICT_INCONCLUSIVE;
	return VERDICT_PASS;
}

const char *
report_reason(const struct report *report)
{
	switch (report_verdict(report)) {
	case VERDICT_PASS:
	case VERDICT_FINDINGS:
		return "";
	case VERDICT_UNLOADABLE:
		return report->unloadable;
	case VERDICT_INCONCLUSIVE:
		break;
	}
	if (report->death_count > 0)
		return report->deaths[0].text;
	if (report->reason_count > 0)
		return report->reasons[0].text;
	if (report->unmet != NULL)
		return report->unmet;
	return report->lives == 0 ? "no life of the driver came to an end" : "too much to report";
}

char *
report_line(const char *from)
{
	struct text line = { 0 };

	for (const unsigned char *at = (const unsigned char *)from; *at != '\0'; at++) {
		bool c1 = at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0;

		if (*at < 0x20 || *at == 0x7f || c1)
			text_add(&line, "\xef\xbf\xbd");
		else
			text_add_bytes(&line, at, 1);
		at += c1;
	}
	if (line.bytes == NULL)
		text_add_bytes(&line, "", 0);
	return line.bytes;
}

const char *
report_severity(char severity)
{
	return severity == 'F' ? "fatal" : severity == 'E' ? "error" : "warning";
}

static void
add_word(struct text *text, const char *word)
{
	const char *at = word;

	while (isalnum((unsigned char)*at) || (*at != '\0' && strchr("/._-+=:,@%", *at) != NULL))
		at++;
	if (*at == '\0' && at != word) {
		text_add(text, " %s", word);
		return;
	}
	text_add(text, " '");
	for (at = word; *at != '\0'; at++)
		text_add(text, *at == '\'' ? "'\\''" : "%c", *at);
	text_add(text, "'");
}

void
report_replay(const struct report *report, const struct report_life *life, struct text *text)
{
	text_add(text, "drydock replay");
	add_word(text, report->options.driver);
	if (report->options.scenario != NULL) {
		text_add(text, " --scenario");
		add_word(text, report->options.scenario);
	}
	if (report->options.policy != NULL) {
		text_add(text, " --policy");
		add_word(text, report->options.policy);
	}
	text_add(text, " --seed %lu", (unsigned long)life->seed);
	if (life->refused_call != REFUSE_NONE)
		text_add(text, " --refuse %lu", (unsigned long)life->refused_call);
	else if (life->from_entry && life->seed != 0)
		text_add(text, " --from-entry");
	if (report->options.target != TARGET_WIN10_22H2)
		text_add(text, " --target %s", target_name(report->options.target));
	if (report->options.left_callout_pins)
		text_add(text, " --left-callout pins");
	for (const struct switch_row *row = switches; row->name != NULL; row++) {
		if (*row->on)
			text_add(text, " --switch %s", row->name);
	}
}
