#include "cli/options.h"

#include "machine/switch.h"
#include "sched/choice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SCHEDULES 1000
#define SCHEDULES_RUN 1
#define SILENCE_SECONDS 20

/* Which commands take it. */
#define IN_CHECK (1u << COMMAND_CHECK)
#define IN_RUN (1u << COMMAND_RUN)
#define IN_REPLAY (1u << COMMAND_REPLAY)
#define IN_IMPORTS (1u << COMMAND_IMPORTS)
#define IN_WFP (1u << COMMAND_WFP)
#define IN_LIVES (IN_CHECK | IN_RUN | IN_REPLAY)
#define IN_MACHINE (IN_LIVES | IN_WFP)

struct argument {
	struct options *options;
	const char *name;  /* as written, for the complaint */
	const char *value; /* NULL for a switch */
	struct text *complaint;
};

static bool
complain(const struct argument *argument, const char *wanted)
{
	text_add(
	    argument->complaint, "%s wants %s, not '%s'", argument->name, wanted, argument->value);
	return false;
}

static bool
take_number(const struct argument *argument, uint64_t least, uint64_t most, uint64_t *number)
{
	const char *value = argument->value;
	char *end;

	errno = 0;
	*number = strtoull(value, &end, 0);
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 || *number < least
	    || *number > most)
		return complain(argument, least == 0 ? "a number" : "a number above 0");
	return true;
}

static bool
take_seed(struct argument *argument)
{
	return take_number(argument, 0, UINT64_MAX, &argument->options->seed);
}

static bool
take_schedules(struct argument *argument)
{
	return take_number(argument, 1, UINT64_MAX, &argument->options->schedules);
}

static bool
take_refuse(struct argument *argument)
{
	return take_number(argument, 0, REFUSE_NONE - 1, &argument->options->refused_call);
}

static bool
take_silence(struct argument *argument)
{
	return take_number(argument, 1, 100000, &argument->options->silence_seconds);
}

static bool
take_target(struct argument *argument)
{
	argument->options->target_given = true;
	if (target_find(argument->value, &argument->options->target))
		return true;
	return complain(argument, "win10-22h2 or win11-24h2");
}

static bool
take_output(struct argument *argument)
{
	argument->options->json = strcmp(argument->value, "json") == 0;
	if (argument->options->json || strcmp(argument->value, "text") == 0)
		return true;
	return complain(argument, "text or json");
}

static bool
take_left_callout(struct argument *argument)
{
	argument->options->left_callout_pins = strcmp(argument->value, "pins") == 0;
	if (argument->options->left_callout_pins || strcmp(argument->value, "crashes") == 0)
		return true;
	return complain(argument, "pins or crashes");
}

static bool
take_switch(struct argument *argument)
{
	if (switch_set(argument->value))
		return true;
	return complain(
	    argument, "a name that 'drydock switches' lists, with =on or =off or nothing");
}

static bool
take_journal(struct argument *argument)
{
	argument->options->journal = argument->value;
	return true;
}

static bool
take_policy(struct argument *argument)
{
	argument->options->policy = argument->value;
	return true;
}

static bool
take_state(struct argument *argument)
{
	argument->options->state = argument->value;
	return true;
}

static bool
take_events(struct argument *argument)
{
	argument->options->events = argument->value;
	return true;
}

static bool
take_scenario(struct argument *argument)
{
	argument->options->scenario = argument->value;
	return true;
}

#define SWITCH(member) offsetof(struct options, member)

static const struct option {
	const char *name;
	bool (*take)(struct argument *argument); /* NULL: a switch */
	size_t member;                           /* of a switch */
	unsigned commands;
} options_known[] = {
	{ "--seed", take_seed, 0, IN_MACHINE },
	{ "--schedules", take_schedules, 0, IN_CHECK },
	{ "--faults", NULL, SWITCH(faults), IN_CHECK },
	{ "--refuse", take_refuse, 0, IN_RUN | IN_REPLAY },
	{ "--from-entry", NULL, SWITCH(from_entry), IN_REPLAY },
	{ "--scenario", take_scenario, 0, IN_MACHINE },
	{ "--target", take_target, 0, IN_MACHINE },
	{ "--policy", take_policy, 0, IN_MACHINE },
	{ "--wfpstate", take_state, 0, IN_RUN | IN_REPLAY },
	{ "--netevents", take_events, 0, IN_RUN | IN_REPLAY },
	{ "--left-callout", take_left_callout, 0, IN_LIVES },
	{ "--switch", take_switch, 0, IN_LIVES },
	{ "--guard", NULL, SWITCH(guard), IN_CHECK },
	{ "--journal", take_journal, 0, IN_LIVES },
	{ "--hashes", NULL, SWITCH(hashes), IN_CHECK },
	{ "--expect", NULL, SWITCH(expect), IN_LIVES },
	{ "--silence", take_silence, 0, IN_MACHINE },
	{ "--no-sandbox", NULL, SWITCH(no_sandbox), IN_MACHINE },
	{ "-o", take_output, 0, IN_LIVES | IN_IMPORTS },
	{ "--output", take_output, 0, IN_LIVES | IN_IMPORTS },
	{ "-v", NULL, SWITCH(verbose), IN_LIVES },
	{ "--verbose", NULL, SWITCH(verbose), IN_LIVES },
};

static const struct {
	const char *name;
	enum command command;
} commands[] = {
	{ "check", COMMAND_CHECK },
	{ "run", COMMAND_RUN },
	{ "replay", COMMAND_REPLAY },
	{ "imports", COMMAND_IMPORTS },
	{ "functions", COMMAND_FUNCTIONS },
	{ "rules", COMMAND_RULES },
	{ "switches", COMMAND_SWITCHES },
	{ "wfp", COMMAND_WFP },
	{ "help", COMMAND_HELP },
	{ "version", COMMAND_VERSION },
	{ "-h", COMMAND_HELP },
	{ "--help", COMMAND_HELP },
	{ "-V", COMMAND_VERSION },
	{ "--version", COMMAND_VERSION },
};

static bool
find_command(const char *name, struct options *options, struct text *complaint)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
		if (strcmp(commands[i].name, name) == 0) {
			options->command = commands[i].command;
			return true;
		}
	}
	text_add(complaint, "there is no command '%s'; 'drydock help' lists them", name);
	return false;
}

/* "--name=value" too. */
static const struct option *
find_option(const char *word, const char **value)
{
	size_t length = strcspn(word, "=");

	*value = word[0] == '-' && word[1] == '-' && word[length] == '=' ? word + length + 1 : NULL;
	if (*value == NULL)
		length = strlen(word);
	for (size_t i = 0; i < sizeof options_known / sizeof options_known[0]; i++) {
		const struct option *option = &options_known[i];

		if (strlen(option->name) == length && strncmp(option->name, word, length) == 0)
			return option;
	}
	return NULL;
}

/* How many words it took; 0: wrong. */
static int
take_option(char **words, const char *command, struct options *options, struct text *complaint)
{
	struct argument argument = { .options = options, .complaint = complaint };
	const struct option *option = find_option(words[0], &argument.value);
	bool joined = argument.value != NULL;

	if (option == NULL || !(option->commands & 1u << options->command)) {
		text_add(complaint, "%s takes no option '%s'; try 'drydock help %s'", command,
		    words[0], command);
		return 0;
	}
	argument.name = option->name;
	if (option->take == NULL) {
		if (joined)
			text_add(complaint, "%s takes no value", option->name);
		*(bool *)((char *)options + option->member) = true;
		return joined ? 0 : 1;
	}
	if (!joined)
		argument.value = words[1];
	if (argument.value == NULL) {
		text_add(complaint, "%s wants a value", option->name);
		return 0;
	}
	return !option->take(&argument) ? 0 : joined ? 1 : 2;
}

/* import FILE | show state|filters|netevents, with netsh's file=… */
static bool
take_wfp_word(const char *word, struct options *options)
{
	static const struct {
		const char *word;
		enum wfp_verb before, verb;
	} verbs[] = {
		{ "import", WFP_NOTHING, WFP_IMPORT },
		{ "show", WFP_NOTHING, WFP_SHOW },
		{ "state", WFP_SHOW, WFP_SHOW_STATE },
		{ "filters", WFP_SHOW, WFP_SHOW_FILTERS },
		{ "netevents", WFP_SHOW, WFP_SHOW_EVENTS },
	};

	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		if (options->wfp == verbs[i].before && strcmp(word, verbs[i].word) == 0) {
			options->wfp = verbs[i].verb;
			return true;
		}
	}
	if (options->wfp == WFP_IMPORT && options->policy == NULL)
		options->policy = word;
	else if (options->wfp > WFP_SHOW && strncmp(word, "file=", 5) == 0
	    && options->state == NULL)
		options->state = word + 5;
	else if (options->wfp > WFP_SHOW && options->driver == NULL)
		options->driver = word;
	else if (options->wfp > WFP_SHOW && options->scenario == NULL)
		options->scenario = word;
	else
		return false;
	return true;
}

static bool
take_word(const char *word, const char *command, struct options *options, struct text *complaint)
{
	bool lives = 1u << options->command & IN_LIVES;

	if (options->command == COMMAND_WFP) {
		if (take_wfp_word(word, options))
			return true;
	} else if (lives || options->command == COMMAND_IMPORTS) {
		if (options->driver == NULL) {
			options->driver = word;
			return true;
		}
		if (lives && options->scenario == NULL) {
			options->scenario = word;
			return true;
		}
	} else if (options->command != COMMAND_VERSION && options->topic == NULL) {
		options->topic = word;
		return true;
	}
	text_add(complaint, "%s does not know what to do with '%s'; try 'drydock help %s'", command,
	    word, command);
	return false;
}

static bool
complete(const struct options *options, const char *command, struct text *complaint)
{
	bool lives = 1u << options->command & IN_LIVES;

	if ((lives || options->command == COMMAND_IMPORTS) && options->driver == NULL) {
		text_add(complaint, "%s wants a driver: drydock %s foo.sys", command, command);
		return false;
	}
	if (options->command == COMMAND_WFP && options->wfp != WFP_IMPORT
	    && options->wfp <= WFP_SHOW) {
		text_add(complaint, "wfp wants 'import FILE' or 'show state|filters|netevents'");
		return false;
	}
	if (options->wfp == WFP_IMPORT && options->policy == NULL) {
		text_add(complaint, "wfp import wants a file that netsh wfp show state wrote");
		return false;
	}
	if (options->seed + (options->schedules - 1) < options->seed) {
		text_add(complaint, "--seed and --schedules go beyond the last seed, 2^64-1");
		return false;
	}
	if (options->json && options->journal != NULL && strcmp(options->journal, "-") == 0) {
		text_add(complaint, "--journal - and -o json both want stdout; name a file");
		return false;
	}
	return true;
}

bool
options_parse(int argc, char **argv, struct options *options, struct text *complaint)
{
	bool words_only = false;
	int at = 2;

	*options = (struct options){ .refused_call = REFUSE_NONE,
		.command = COMMAND_HELP,
		.schedules = SCHEDULES_RUN,
		.silence_seconds = SILENCE_SECONDS };
	if (argc < 2) {
		text_add(complaint, "what shall it do? 'drydock help' lists the commands");
		return false;
	}
	if (!find_command(argv[1], options, complaint))
		return false;
	if (options->command == COMMAND_CHECK)
		options->schedules = SCHEDULES;
	while (at < argc) {
		int taken = 1;

		if (!words_only && strcmp(argv[at], "--") == 0)
			words_only = true;
		else if (!words_only && strcmp(argv[at], "--help") == 0 && options->topic == NULL) {
			options->command = COMMAND_HELP;
			options->topic = argv[1];
			return true;
		} else if (!words_only && argv[at][0] == '-' && argv[at][1] != '\0')
			taken = take_option(argv + at, argv[1], options, complaint);
		else
			taken = take_word(argv[at], argv[1], options, complaint);
		if (taken == 0)
			return false;
		at += taken;
	}
	return complete(options, argv[1], complaint);
}
