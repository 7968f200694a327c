/*
 * A process in which the machine dies costs the life it died in and no more: the next
 * process goes on behind it, a limited number of times.  What died before its first life ended
 * can't be made up for: then no snapshot is taken, and every life begins at DriverEntry.
 */
#include "cli/trial.h"

#include "cli/command.h"
#include "cli/hear.h"
#include "cli/inside.h"
#include "cli/supervise.h"
#include "report/json.h"
#include "report/text.h"
#include "sched/choice.h"
#include "traffic/script_head.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define RESTARTS 8
#define SCENARIO_BYTES (1u << 24)
#define RESIDENT_BYTES (UINT64_C(3) << 30)
#define FLOOD_BYTES (UINT64_C(64) << 20)
#define FLOOD_BYTES_JOURNAL (UINT64_C(1) << 30)

extern const char scenario_default[];

struct trial {
	struct options settled; /* the command line's, and the scenario's release of Windows */
	const struct options *options;
	struct job job;
	struct report report;
	struct hearing hearing;
	struct driver_file *file;
	uint8_t *scenario;
};

static bool progress_on_tty, verbose;

static void
show_progress(const struct report *report)
{
	static time_t shown;
	time_t now = time(NULL);

	if (!progress_on_tty && (!verbose || now == shown))
		return;
	shown = now;
	fprintf(stderr, "%s%lu lives, %zu findings%s",
	    progress_on_tty ? "\r\033[K" : "drydock: ", (unsigned long)report->lives,
	    report->finding_count, progress_on_tty ? "" : "\n");
	fflush(stderr);
}

static void
clear_progress(void)
{
	if (progress_on_tty)
		fputs("\r\033[K", stderr);
}

static void
show_log(const char *line)
{
	clear_progress();
	fprintf(stderr, "%s\n", line);
}

static int
run_inside(void *context, int pipe)
{
	return inside(context, pipe);
}

/* Where the process was, as a clause; and as a life. */
static void
place_text(const struct board *board, char *text, size_t size, struct report_life *life)
{
	*life = (struct report_life){ board->seed, board->refused_call, board->from_entry != 0 };
	if (board->place == BEFORE_LIVES)
		snprintf(text, size, "before its first life");
	else if (board->place == BEHIND_LIVES)
		snprintf(text, size, "behind its last life");
	else if (life->refused_call == REFUSE_NONE)
		snprintf(text, size, "in seed %lu", (unsigned long)life->seed);
	else
		snprintf(text, size, "in seed %lu with refusable call %lu refused",
		    (unsigned long)life->seed, (unsigned long)life->refused_call);
}

static const char *
last_line(char *words)
{
	size_t length = strlen(words);
	char *line;

	while (length > 0 && words[length - 1] == '\n')
		words[--length] = '\0';
	line = strrchr(words, '\n');
	line = line != NULL ? line + 1 : words;
	return strlen(line) > 300 ? line + strlen(line) - 300 : line;
}

static void
add_death(struct trial *trial, const char *how, const struct outcome *outcome,
    const struct report_life *life)
{
	char words[sizeof outcome->last_words];
	struct text text = { 0 };
	const char *line;

	memcpy(words, outcome->last_words, sizeof words);
	line = last_line(words);
	text_add(&text, "the machine %s: Drydock's own fault, or the driver damaged it", how);
	if (*line != '\0')
		text_add(&text, "; its last words: %s", line);
	report_add_death(&trial->report, (struct report_reason){ text.bytes, *life });
}

/* Silence is the driver's: our own loops end by the budget of calls. */
static void
add_silence(struct trial *trial, const char *place, const struct report_life *life)
{
	char text[200];
	struct report_finding finding = { .rule = RULE_X7, .lives = 1, .first = *life };

	snprintf(text, sizeof text,
	    "wall-clock timeout: no sign of life for %lu s %s; the machine was killed",
	    (unsigned long)trial->options->silence_seconds, place);
	finding.text = strdup(text);
	finding.bugcheck = strdup("");
	finding.where = strdup("(not known)");
	report_add_finding(&trial->report, finding);
}

static void
add_limit(struct trial *trial, const char *what, const char *place, const struct report_life *life)
{
	char text[200];

	snprintf(text, sizeof text, "%s %s", what, place);
	report_add_reason(&trial->report, (struct report_reason){ strdup(text), *life });
}

static void
judge_ending(struct trial *trial, const struct outcome *outcome)
{
	struct report_life life;
	char place[120], how[240];

	place_text(trial->job.board, place, sizeof place, &life);
	switch (outcome->ending) {
	case ENDING_EXIT:
		snprintf(how, sizeof how, "ended (status %d) %s", outcome->number, place);
		break;
	case ENDING_SIGNAL:
		if (outcome->number == SIGXCPU) {
			add_limit(trial, "processor time used up", place, &life);
			return;
		}
		snprintf(how, sizeof how, "died (signal %d, %s) %s", outcome->number,
		    strsignal(outcome->number), place);
		break;
	case ENDING_SILENCE:
		add_silence(trial, place, &life);
		return;
	case ENDING_MEMORY:
		add_limit(trial, "more than 3 GB of memory used", place, &life);
		return;
	case ENDING_NONSENSE:
		snprintf(how, sizeof how, "spoke nonsense %s", place);
		break;
	case ENDING_FLOOD:
		snprintf(how, sizeof how, "did not stop talking %s", place);
		break;
	case ENDING_NO_CHILD:
		snprintf(how, sizeof how, "could not be started: %s", strerror(outcome->number));
		break;
	}
	add_death(trial, how, outcome, &life);
}

/* To behind the life that the last process died in.  False: there is nothing behind it. */
static bool
advance(struct trial *trial)
{
	const struct board board = *trial->job.board; /* it may still lie, but not change */
	struct search_plan *plan = &trial->job.plan;
	uint64_t gone = board.seed - plan->first_seed;

	if (trial->job.one_life)
		return false;
	if (board.place == IN_FIRST_LIFE && !plan->unprimed) {
		plan->unprimed = true;
		return true;
	}
	if (board.place != IN_LIFE || gone >= plan->schedules)
		return false;
	plan->refused_from = board.refused_call + 1; /* from REFUSE_NONE: 0 */
	if (!plan->faults) {
		gone++;
		plan->refused_from = REFUSE_NONE;
	}
	plan->first_seed += gone;
	plan->schedules -= gone;
	return plan->schedules > 0;
}

static void
run_processes(struct trial *trial)
{
	const struct charge charge = {
		.body = run_inside,
		.hear = hear,
		.body_context = &trial->job,
		.hear_context = &trial->hearing,
		.silence_ms = (unsigned)trial->options->silence_seconds * 1000,
		.memory_bytes = RESIDENT_BYTES,
		.flood_bytes = trial->hearing.journal != NULL || trial->options->state != NULL
		    ? FLOOD_BYTES_JOURNAL
		    : FLOOD_BYTES,
		.own_stderr = trial->options->no_sandbox,
	};

	for (int i = 0; i <= RESTARTS; i++) {
		struct outcome outcome;

		hearing_begin(&trial->hearing);
		supervise(&charge, &outcome);
		clear_progress();
		if (trial->hearing.done || trial->hearing.trouble != 0)
			return;
		judge_ending(trial, &outcome);
		if (verbose)
			fprintf(
			    stderr, "drydock: it died; its last words:\n%s\n", outcome.last_words);
		if (!advance(trial))
			return;
	}
}

/* NULL: it was said why. */
static FILE *
open_out(const char *path)
{
	FILE *file = strcmp(path, "-") == 0 ? stdout : fopen(path, "we");

	if (file == NULL)
		command_fails(EXIT_USAGE, "%s: %s", path, strerror(errno));
	return file;
}

static bool
open_outs(struct trial *trial)
{
	const struct options *options = trial->options;
	struct hearing *hearing = &trial->hearing;

	if (options->journal != NULL && (hearing->journal = open_out(options->journal)) == NULL)
		return false;
	if (options->state != NULL && (hearing->state = open_out(options->state)) == NULL)
		return false;
	return options->events == NULL || (hearing->events = open_out(options->events)) != NULL;
}

static bool
close_out(FILE *file, const char *path)
{
	if (file == NULL || file == stdout || fclose(file) == 0)
		return true;
	command_fails(EXIT_USAGE, "%s: %s", path, strerror(errno));
	return false;
}

/* All of them, whatever becomes of one. */
static bool
close_outs(struct trial *trial)
{
	bool journal = close_out(trial->hearing.journal, trial->options->journal);
	bool state = close_out(trial->hearing.state, trial->options->state);

	return close_out(trial->hearing.events, trial->options->events) && state && journal;
}

/* The scenario may say which release it is for; a command line that says another is a mistake. */
static bool
settle_target(struct trial *trial)
{
	struct script_head head = script_head(trial->job.scenario, trial->job.scenario_bytes);
	struct options *options = &trial->settled;
	enum target target;

	if (head.target[0] == '\0')
		return true;
	if (!target_find(head.target, &target)) {
		command_fails(EXIT_USAGE, "%s:%d: target: wants win10-22h2 or win11-24h2, not '%s'",
		    trial->job.scenario_name, head.line, head.target);
		return false;
	}
	if (options->target_given && options->target != target) {
		command_fails(EXIT_USAGE, "%s is for %s, the command line says %s",
		    trial->job.scenario_name, head.target, target_name(options->target));
		return false;
	}
	options->target = trial->report.options.target = target;
	return true;
}

static bool
open_files(struct trial *trial, int *code)
{
	const struct options *options = trial->options;
	struct pe_error error;
	size_t length;
	uint8_t *bytes = command_reads(options->driver, PE_IMAGE_LIMIT, &length);

	*code = EXIT_USAGE;
	if (bytes == NULL)
		return false;
	trial->file = driver_file_make(options->driver, bytes, length, &error);
	free(bytes);
	trial->job.scenario_name = options->scenario != NULL ? options->scenario : "default.lua";
	trial->job.scenario = scenario_default;
	trial->job.scenario_bytes = strlen(scenario_default);
	if (options->scenario != NULL) {
		trial->scenario = command_reads(options->scenario, SCENARIO_BYTES, &length);
		if (trial->scenario == NULL)
			return false;
		trial->job.scenario = (const char *)trial->scenario;
		trial->job.scenario_bytes = length;
	}
	if (trial->file == NULL)
		trial->report.unloadable = report_line(error.text);
	return settle_target(trial) && open_outs(trial);
}

static int
exit_code_of(const struct trial *trial)
{
	const struct report *report = &trial->report;
	enum verdict_kind verdict = report_verdict(report);

	if (trial->options->expect && report->has_expectations && report->death_count == 0)
		return report->unmet != NULL ? EXIT_FINDINGS : EXIT_PASS;
	switch (verdict) {
	case VERDICT_PASS:
		return EXIT_PASS;
	case VERDICT_FINDINGS:
		return EXIT_FINDINGS;
	case VERDICT_INCONCLUSIVE:
		return report->death_count > 0 ? EXIT_OURS : EXIT_INCONCLUSIVE;
	case VERDICT_UNLOADABLE:
		return EXIT_UNLOADABLE;
	}
	return EXIT_OURS;
}

static bool
is_stdout(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

static int
print_report(const struct trial *trial)
{
	bool colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL;
	struct text out = { 0 };

	if (is_stdout(trial->options->state) || is_stdout(trial->options->events))
		return exit_code_of(trial); /* stdout is XML */
	if (trial->options->json)
		json_report(&trial->report, &out);
	else
		text_report(&trial->report, colour, &out);
	fwrite(out.bytes, 1, out.length, stdout);
	text_free(&out);
	return exit_code_of(trial);
}

static int
conclude(struct trial *trial)
{
	const struct hearing *hearing = &trial->hearing;

	if (hearing->trouble == EXIT_UNLOADABLE)
		trial->report.unloadable = report_line(hearing->trouble_text);
	else if (hearing->trouble != 0)
		return command_fails(hearing->trouble, "%s", hearing->trouble_text);
	return print_report(trial);
}

static bool
prepare(struct trial *trial, bool one_life)
{
	const struct options *options = trial->options;

	trial->job.options = options;
	trial->job.file = trial->file;
	trial->job.one_life = one_life;
	trial->job.plan = (struct search_plan){
		.first_seed = options->seed,
		.schedules = options->schedules,
		.faults = options->faults,
		.guard = options->guard,
		.refused_from = REFUSE_NONE,
		.sampled_from = options->seed,
	};
	trial->job.board = mmap(
	    NULL, sizeof(struct board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	trial->hearing.report = &trial->report;
	trial->hearing.log = show_log;
	trial->hearing.progress = show_progress;
	return trial->job.board != MAP_FAILED;
}

int
trial(const struct options *options, bool one_life)
{
	static struct trial trial; /* too large for a stack */
	const struct report_options told = {
		.driver = options->driver,
		.scenario = options->scenario,
		.policy = options->policy,
		.target = options->target,
		.seed = options->seed,
		.left_callout_pins = options->left_callout_pins,
		.guard = options->guard,
		.faults = options->faults,
	};
	int code;

	trial.settled = *options;
	trial.options = &trial.settled;
	verbose = options->verbose;
	progress_on_tty = isatty(STDERR_FILENO) && !one_life;
	report_start(&trial.report, &told);
	if (!open_files(&trial, &code))
		return code;
	if (!prepare(&trial, one_life))
		return command_fails(EXIT_OURS, "no memory");
	if (trial.report.unloadable == NULL)
		run_processes(&trial);
	code = conclude(&trial);
	hearing_end(&trial.hearing);
	report_free(&trial.report);
	driver_file_free(trial.file);
	free(trial.scenario);
	return close_outs(&trial) ? code : EXIT_USAGE;
}
