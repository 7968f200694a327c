/*
 * The words of `netsh wfp`: what a dump of a machine holds, and what a machine of ours has.
 *
 * With a driver it is one life, as `run` has it, and shows what there was when the driver was
 * asked to unload; without, it is the machine that a dump was imported into.  Either way
 * it happens in a child process: the dump is somebody's file.
 */
#include "cli/command.h"

#include "cli/hear.h"
#include "cli/policy.h"
#include "cli/say.h"
#include "cli/supervise.h"
#include "cli/trial.h"
#include "host/sandbox.h"
#include "report/netsh.h"
#include "sched/choice.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define MEMORY_BYTES (UINT64_C(4) << 30)
#define RESIDENT_BYTES (UINT64_C(3) << 30)
#define CPU_SECONDS 600
#define FLOOD_BYTES (UINT64_C(1) << 30)

struct wfp {
	const struct options *options;
	volatile bool *complete; /* shared with the child */
	struct report report;
	struct hearing hearing;
};

static void
show_log(const char *line)
{
	fprintf(stderr, "drydock: %s\n", line);
}

static int
trouble(int code, const char *text)
{
	say_trouble(code, text);
	return EXIT_PASS;
}

static void
show(const struct wfp *wfp)
{
	struct text shown = { 0 };

	switch (wfp->options->wfp) {
	case WFP_NOTHING:
	case WFP_SHOW:
		break;
	case WFP_IMPORT:
		policy_summary(&shown);
		break;
	case WFP_SHOW_STATE:
		netsh_state(policy_import(), &shown);
		break;
	case WFP_SHOW_FILTERS:
		netsh_filters(&shown);
		break;
	case WFP_SHOW_EVENTS:
		netsh_events(&shown);
		break;
	}
	say_shown("state", &shown);
	text_free(&shown);
}

/* The machine has no driver, so the sandbox is closed before the file is looked at. */
static int
inside_wfp(void *context, int pipe)
{
	const struct wfp *wfp = context;
	const struct machine_options machine = { .target = wfp->options->target };
	const struct sandbox limits = { MEMORY_BYTES, CPU_SECONDS };
	struct xml_error error;
	const char *why = "";

	say_to(pipe);
	if (!machine_start(&machine, &why))
		return trouble(EXIT_OURS, why);
	if (!wfp->options->no_sandbox && !sandbox_enter(&limits, pipe))
		return trouble(EXIT_OURS, sandbox_trouble());
	if (wfp->options->dump != NULL
	    && !policy_install(
		wfp->options->policy, wfp->options->dump, wfp->options->dump_bytes, &error))
		return trouble(EXIT_USAGE, error.text);
	show(wfp);
	if (wfp->options->dump != NULL)
		*wfp->complete = policy_complete();
	say_done();
	return EXIT_PASS;
}

static int
conclude(struct wfp *wfp, const struct outcome *outcome)
{
	const struct hearing *hearing = &wfp->hearing;

	if (hearing->trouble != 0)
		return command_fails(hearing->trouble, "%s", hearing->trouble_text);
	if (!hearing->done)
		return command_fails(EXIT_OURS, "the machine's process died; its last words: %s",
		    outcome->last_words);
	return *wfp->complete ? EXIT_PASS : EXIT_INCONCLUSIVE;
}

static int
without_driver(struct wfp *wfp)
{
	const struct charge charge = {
		.body = inside_wfp,
		.hear = hear,
		.body_context = wfp,
		.hear_context = &wfp->hearing,
		.silence_ms = (unsigned)wfp->options->silence_seconds * 1000,
		.memory_bytes = RESIDENT_BYTES,
		.flood_bytes = FLOOD_BYTES,
		.own_stderr = wfp->options->no_sandbox,
	};
	struct outcome outcome;
	int code;

	wfp->hearing.report = &wfp->report;
	wfp->hearing.log = show_log;
	hearing_begin(&wfp->hearing);
	supervise(&charge, &outcome);
	code = conclude(wfp, &outcome);
	hearing_end(&wfp->hearing);
	return code;
}

static FILE *
open_shown(const char *path)
{
	FILE *file = path == NULL || strcmp(path, "-") == 0 ? stdout : fopen(path, "we");

	if (file == NULL)
		command_fails(EXIT_USAGE, "%s: %s", path, strerror(errno));
	return file;
}

/* What netsh shows of a driver's machine: one life, whose report is not wanted. */
static int
with_driver(const struct options *options)
{
	struct options life = *options;
	const char *file = options->state == NULL ? "-" : options->state;
	int code;

	life.command = COMMAND_RUN;
	life.from_entry = true;
	life.state = options->wfp == WFP_SHOW_EVENTS ? NULL : file;
	life.events = options->wfp == WFP_SHOW_EVENTS ? file : NULL;
	code = trial(&life, true);
	return code == EXIT_FINDINGS ? EXIT_PASS : code; /* it was shown */
}

int
command_wfp(const struct options *options)
{
	static struct wfp wfp; /* too large for a stack */
	int code;

	if (options->driver != NULL)
		return with_driver(options);
	wfp.options = options;
	wfp.hearing.state = open_shown(options->wfp == WFP_IMPORT ? NULL : options->state);
	wfp.complete = mmap(
	    NULL, sizeof(*wfp.complete), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (wfp.hearing.state == NULL || wfp.complete == MAP_FAILED)
		return EXIT_USAGE;
	*wfp.complete = true;
	code = without_driver(&wfp);
	if (wfp.hearing.state != stdout && fclose(wfp.hearing.state) != 0)
		code = command_fails(EXIT_USAGE, "%s: %s", options->state, strerror(errno));
	return code;
}
