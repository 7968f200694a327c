#include "cli/say.h"

#include "report/journal.h"
#include "sched/choice.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define JOURNAL_CHUNK 0x8000
#define SHOWN_CHUNK 0x8000
#define LOG_BYTES 4096

static struct {
	int fd;
	struct text line;
	size_t findings, left, reasons; /* said so far */
} mouth;

void
say_to(int fd)
{
	mouth.fd = fd;
}

/* Nobody is left to tell if the supervisor is gone. */
static void
say_end(void)
{
	const char *at;
	size_t left;

	text_add(&mouth.line, "}\n");
	at = mouth.line.bytes;
	left = mouth.line.length;
	while (left > 0) {
		ssize_t wrote = write(mouth.fd, at, left);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			_exit(70);
		at += wrote;
		left -= (size_t)wrote;
	}
}

static void
say_begin(const char *what)
{
	text_clear(&mouth.line);
	text_add(&mouth.line, "{\"is\": \"%s\"", what);
}

static void
say_text(const char *key, const char *text)
{
	text_add(&mouth.line, ", \"%s\": ", key);
	text_add_json(&mouth.line, text);
}

static void
say_number(const char *key, uint64_t number)
{
	text_add(&mouth.line, ", \"%s\": %lu", key, (unsigned long)(number & INT64_MAX));
}

static void
say_place(const char *key, uintptr_t address)
{
	char place[200];

	verdict_place(address, place, sizeof place);
	say_text(key, place);
}

static void
say_life(const struct life_plan *plan)
{
	text_add(&mouth.line, ", \"seed\": \"%lu\"", (unsigned long)plan->seed);
	if (plan->refused_call != REFUSE_NONE)
		text_add(&mouth.line, ", \"refused\": \"%lu\"", (unsigned long)plan->refused_call);
	say_number("from_entry", plan->from_entry);
}

void
say_started(void)
{
	say_begin("started");
	say_end();
}

void
say_done(void)
{
	say_begin("done");
	say_end();
}

void
say_trouble(int exit_code, const char *text)
{
	say_begin("trouble");
	say_number("exit", (uint64_t)exit_code);
	say_text("text", text);
	say_end();
}

void
say_first(const struct verdict *verdict)
{
	say_begin("first");
	say_number("entered", verdict->entered);
	say_number("load_status", (uint32_t)verdict->load_status);
	say_number("stopped", verdict->stopped);
	say_number("stop_state", verdict->stop.state);
	say_number("stop_status", (uint32_t)verdict->stop.status);
	say_number("took_100ns", verdict->stop.took_100ns);
	text_add(&mouth.line, ", \"journal_hash\": \"%lu\"", (unsigned long)journal_hash());
	say_end();
}

static void
say_finding(size_t number, const struct merged_finding *merged)
{
	const struct finding *finding = &merged->finding;
	const char *comma = "";

	say_begin("finding");
	say_number("number", number);
	say_text("rule", rule_row(finding->rule)->id);
	say_text("text", finding->text);
	say_text("bugcheck", finding->bugcheck);
	say_number("step", finding->at.step);
	say_place("where", finding->at.where);
	text_add(&mouth.line, ", \"trace\": [");
	for (size_t i = 0; i < sizeof finding->trace / sizeof finding->trace[0]; i++) {
		char place[200];

		if (finding->trace[i] == 0)
			break;
		if (finding->trace[i] == finding->at.where)
			continue;
		verdict_place(finding->trace[i], place, sizeof place);
		text_add(&mouth.line, "%s", comma);
		text_add_json(&mouth.line, place);
		comma = ", ";
	}
	text_add(&mouth.line, "]");
	say_life(&merged->first);
	say_end();
}

static void
say_left(const struct merged_left *merged)
{
	const struct left *left = &merged->left;

	say_begin("left");
	say_text("kind", holding_name(left->kind));
	say_number("count", left->count);
	say_number("bytes", left->bytes);
	say_number("tag", left->tag);
	say_place("where", left->since.where);
	say_life(&merged->first);
	say_end();
}

static void
say_reason(const struct merged_reason *merged)
{
	say_begin("reason");
	say_text("text", merged->text);
	say_life(&merged->first);
	say_end();
}

/* A place is named here and now, while the images of the life are known. */
void
say_news(const struct merge *merge)
{
	for (; mouth.findings < merge->finding_count; mouth.findings++)
		say_finding(mouth.findings, &merge->findings[mouth.findings]);
	for (; mouth.left < merge->left_count; mouth.left++)
		say_left(&merge->left[mouth.left]);
	for (; mouth.reasons < merge->reason_count; mouth.reasons++)
		say_reason(&merge->reasons[mouth.reasons]);
}

void
say_unloadable(NTSTATUS status)
{
	say_begin("unloadable");
	say_number("status", (uint32_t)status);
	say_end();
}

void
say_expectations(size_t count, const char *unmet)
{
	say_begin("expectations");
	say_number("count", count);
	if (unmet != NULL)
		say_text("unmet", unmet);
	say_end();
}

/* Pieces of it, cut between characters. */
void
say_shown(const char *what, const struct text *shown)
{
	const char *at = text_string(shown), *end = at + shown->length;
	struct text piece = { 0 };

	while (at < end) {
		const char *cut = end - at > SHOWN_CHUNK ? at + SHOWN_CHUNK : end;

		while (cut < end && ((unsigned char)*cut & 0xC0) == 0x80)
			cut--;
		text_clear(&piece);
		text_add_bytes(&piece, at, (size_t)(cut - at));
		say_begin("shown");
		say_text("what", what);
		say_text("text", text_string(&piece));
		say_end();
		at = cut;
	}
	text_free(&piece);
}

static void
say_lines(struct text *lines)
{
	say_begin("journal");
	say_text("text", text_string(lines));
	say_end();
	text_clear(lines);
}

void
say_journal(void)
{
	size_t kept;
	const struct event *events = journal_events(&kept);
	struct text lines = { 0 };

	for (size_t i = 0; i < kept; i++) {
		journal_line(&events[i], &lines);
		if (lines.length > JOURNAL_CHUNK)
			say_lines(&lines);
	}
	if (journal_length() > kept)
		text_add(&lines, "… and %zu more events\n", journal_length() - kept);
	say_lines(&lines);
	text_free(&lines);
}

void
say_log(const char *line, size_t length)
{
	char text[LOG_BYTES];

	if (length > sizeof text - 1)
		length = sizeof text - 1;
	memcpy(text, line, length);
	text[length] = '\0';
	say_begin("log");
	say_text("text", text);
	say_end();
}

void
say_count(const struct search *search)
{
	const struct packet_counts *packets = &search->merge.packets;

	say_begin("count");
	say_number("lives", search->lives);
	say_number("schedules", search->schedules);
	say_number("faults", search->faults);
	say_number("dropped", search->merge.dropped);
	say_number("permitted", packets->permitted);
	say_number("blocked", packets->blocked);
	say_number("absorbed", packets->absorbed);
	say_number("malformed", packets->malformed);
	say_number("closed", packets->closed);
	say_number("injected", packets->injected);
	say_number("completed", packets->completed);
	text_add(&mouth.line, ", \"findings\": [");
	for (size_t i = 0; i < search->merge.finding_count; i++)
		text_add(&mouth.line, "%s%lu", i ? ", " : "",
		    (unsigned long)search->merge.findings[i].lives);
	text_add(&mouth.line, "]");
	say_end();
}
