/*
 * The order matters: what needs the host comes first (the arena, the image, the compiled
 * scenario), then the sandbox, then the driver.  From there on everything it
 * could touch is what the sandbox left.
 *
 * The scenario is run once in each life.  If it did not stop the driver, because it
 * failed half-way or never meant to, the driver is asked to unload all the same: a life
 * that ends with the driver loaded would prove nothing.
 */
#include "cli/inside.h"

#include "cli/policy.h"
#include "host/fault.h"
#include "host/sandbox.h"
#include "kernel/trap.h"
#include "ledger/journal.h"
#include "machine/boot.h"
#include "machine/life.h"
#include "machine/unload.h"
#include "report/netsh.h"
#include "sched/choice.h"
#include "traffic/client.h"
#include "traffic/script.h"

#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define WATCH_MS 200
#define PATIENCE_TICKS 10 /* 2 s of processor time without a call */
#define CPU_SECONDS (24 * 3600)
#define MEMORY_BYTES (UINT64_C(4) << 30)
#define COUNT_MS 250

static struct {
	const struct job *job;
	struct script *script;
	struct search search;
	bool first_said;
	bool journal_said;
	bool unmet_said;
	bool priming;
	bool policy_shown;
	uint64_t counted_ms;
} here;

static uint64_t
now_ms(void)
{
	struct timespec now;

	/* When to speak, and nothing else; not by the vDSO, which reads the hidden counter. */
	syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* A life that shows no fault, and in which the driver was not unloaded either, is no pass. */
static void
doubt(struct verdict *verdict, enum script_end end, const struct script_error *failed)
{
	const char *why = NULL;

	if (verdict->kind != VERDICT_PASS || verdict->plan.refused_call != REFUSE_NONE)
		return;
	if (!verdict->entered)
		why = "the scenario did not load the driver";
	else if (!verdict->stopped)
		why = "the driver was never asked to unload";
	else if (verdict->stop.state == STOP_HELD_BACK)
		why = "unload is held back to the end: handles are open, or requests are under way";
	if (why == NULL)
		return;
	if (end == SCRIPT_FAILED || end == SCRIPT_LIMIT)
		why = failed->text;
	verdict->kind = VERDICT_INCONCLUSIVE;
	snprintf(
	    verdict->reason, sizeof verdict->reason, "%.*s", (int)sizeof verdict->reason - 1, why);
}

/* Of plain lives only: in a refused one everything may be otherwise than it was expected. */
static void
tell_expectations(
    enum script_end end, const struct script_error *failed, const struct verdict *verdict)
{
	struct script_error error = *failed;
	char text[400];

	if (verdict->plan.refused_call != REFUSE_NONE || here.unmet_said || here.priming)
		return;
	if (end == SCRIPT_LIFE_OVER || end == SCRIPT_OK) {
		if (script_expectations(verdict, &error))
			return;
	}
	snprintf(text, sizeof text, "%s (seed %lu)", error.text, (unsigned long)verdict->plan.seed);
	here.unmet_said = true;
	say_expectations(script_expected(), text);
}

/* What one life logs the next one does too. */
static void
log_once(const char *line, size_t length)
{
	if (here.search.lives == 0 && !here.priming)
		say_log(line, length);
}

/* As the driver is asked to unload, or at the end, if it never is. */
static void
show_policy(void)
{
	const struct options *options = here.job->options;
	struct text shown = { 0 };

	if (here.priming || here.policy_shown)
		return;
	here.policy_shown = true;
	if (options->state != NULL) {
		netsh_state(policy_import(), &shown);
		say_shown("state", &shown);
		text_clear(&shown);
	}
	if (options->events != NULL) {
		netsh_events(&shown);
		say_shown("events", &shown);
	}
	text_free(&shown);
}

static void
live(void *context, const struct life_plan *plan, struct verdict *verdict)
{
	struct script_error error = { 0 };
	enum script_end end;

	(void)context;
	life_begin(plan);
	end = script_run_compiled(here.script, &error);
	if (!life_over() && machine_loaded())
		machine_stop();
	if (end == SCRIPT_LIMIT)
		here.search.slow++;
	if (here.job->one_life)
		show_policy();
	life_verdict(verdict);
	doubt(verdict, end, &error);
	tell_expectations(end, &error, verdict);
}

static void
begins(void *context, const struct life_plan *plan)
{
	struct board *board = here.job->board;

	(void)context;
	trap_patience(PATIENCE_TICKS); /* each life has all of it */
	board->seed = plan->seed;
	board->refused_call = plan->refused_call;
	board->from_entry = plan->from_entry;
	board->place =
	    here.search.lives == 0 && !here.search.plan.unprimed ? IN_FIRST_LIFE : IN_LIFE;
}

/* Two runs of one machine say the same, byte for byte: that is what a test compares. */
static void
tell_hash(const struct verdict *verdict)
{
	char line[80];
	int length = snprintf(line, sizeof line, "journal %lu %016lx %zu",
	    (unsigned long)verdict->plan.seed, (unsigned long)journal_hash(), journal_length());

	say_log(line, (size_t)length);
}

static void
ended(void *context, const struct verdict *verdict, bool news)
{
	bool wanted = here.job->options->journal != NULL && verdict->finding_count > 0;

	(void)context;
	if (here.job->options->hashes && verdict->plan.refused_call == REFUSE_NONE)
		tell_hash(verdict);
	if (!here.first_said) {
		here.first_said = true;
		say_first(verdict);
	}
	if (news)
		say_news(&here.search.merge);
	if (wanted && !here.journal_said) {
		here.journal_said = true;
		say_journal();
	}
	if (now_ms() - here.counted_ms < COUNT_MS)
		return;
	here.counted_ms = now_ms();
	say_count(&here.search);
}

static void
run_search(void)
{
	here.search.hooks = (struct search_hooks){ live, begins, ended };
	here.search.plan = here.job->plan;
	search_run(&here.search);
	if (here.job->options->journal != NULL && !here.journal_said) {
		const struct life_plan plan = { .seed = here.job->plan.sampled_from,
			.refused_call = REFUSE_NONE,
			.from_entry = true };

		here.priming = true; /* it was counted before */
		live(NULL, &plan, &here.search.verdict);
		say_journal();
	}
}

/* The snapshot that the life was begun from when it was found; its verdict is of no interest. */
static void
prime(void)
{
	const struct life_plan plan = { .refused_call = REFUSE_NONE, .from_entry = true };

	here.priming = true;
	begins(NULL, &plan);
	live(NULL, &plan, &here.search.verdict);
	here.priming = false;
}

static void
run_one(void)
{
	const struct options *options = here.job->options;
	const struct life_plan plan = {
		.seed = options->seed,
		.refused_call = options->refused_call,
		.guard = true,
		.from_entry = options->from_entry || options->seed == 0
		    || options->refused_call != REFUSE_NONE,
	};
	struct verdict *verdict = &here.search.verdict;

	if (!plan.from_entry)
		prime();
	here.search.plan.unprimed = true; /* on the board it is a life like any other */
	begins(NULL, &plan);
	live(NULL, &plan, verdict);
	here.search.lives = here.search.schedules = 1;
	if (plan.refused_call != REFUSE_NONE && verdict->refusable > plan.refused_call) {
		here.search.faults = 1;
	} else if (plan.refused_call != REFUSE_NONE && verdict->kind == VERDICT_PASS) {
		verdict->kind = VERDICT_INCONCLUSIVE;
		snprintf(verdict->reason, sizeof verdict->reason,
		    "nothing was refused: the life has %lu calls that can be, from 0",
		    (unsigned long)verdict->refusable);
	}
	merge_life(&here.search.merge, verdict);
	say_first(verdict);
	say_news(&here.search.merge);
	if (options->journal != NULL)
		say_journal();
}

static bool
trouble(int code, const char *text)
{
	say_trouble(code, text);
	return false;
}

/* The machine has it from its beginning: it is in every snapshot. */
static bool
prepare_policy(const struct job *job)
{
	struct xml_error error;

	if (job->options->state != NULL || job->options->events != NULL)
		unload_asks(show_policy);
	if (job->options->dump == NULL
	    || policy_install(
		job->options->policy, job->options->dump, job->options->dump_bytes, &error))
		return true;
	return trouble(EXIT_USAGE, error.text);
}

static bool
prepare(const struct job *job, int pipe)
{
	const struct machine_options machine = {
		.target = job->options->target,
		.left_callout_pins = job->options->left_callout_pins,
		.guard = job->options->guard,
	};
	const struct sandbox limits = { MEMORY_BYTES, CPU_SECONDS };
	struct script_error script_error;
	struct pe_error pe_error;
	const char *why = "";
	char text[240];

	if (!machine_start(&machine, &why)) {
		snprintf(text, sizeof text, "this host can't hold a machine: %s", why);
		return trouble(EXIT_OURS, text);
	}
	client_start();
	script_logs(log_once);
	script_driver(job->options->driver);
	here.script =
	    script_compile(job->scenario_name, job->scenario, job->scenario_bytes, &script_error);
	if (here.script == NULL)
		return trouble(EXIT_USAGE, script_error.text);
	if (!prepare_policy(job))
		return false;
	if (!machine_map(job->file, &pe_error))
		return trouble(EXIT_UNLOADABLE, pe_error.text);
	fault_hide_counter();
	if (!job->options->no_sandbox && !sandbox_enter(&limits, pipe)) {
		snprintf(text, sizeof text, "no sandbox: %s; --no-sandbox runs without one",
		    sandbox_trouble());
		return trouble(EXIT_OURS, text);
	}
	return true;
}

int
inside(const struct job *job, int pipe)
{
	here.job = job;
	job->board->place = BEFORE_LIVES;
	say_to(pipe);
	if (!prepare(job, pipe))
		return EXIT_PASS; /* the trouble is said */
	fault_watch(WATCH_MS);
	say_started();
	if (job->one_life)
		run_one();
	else
		run_search();
	job->board->place = BEHIND_LIVES;
	if (here.search.merge.unloadable)
		say_unloadable(here.search.merge.unloadable_status);
	if (script_expected() > 0 && !here.unmet_said)
		say_expectations(script_expected(), NULL);
	say_count(&here.search);
	say_done();
	return EXIT_PASS;
}
