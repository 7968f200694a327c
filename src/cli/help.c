#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#define VERSION "0.1.0"

static const char overview[] =
    "Drydock runs Windows callout drivers and proves that they unload.\n"
    "\n"
    "  drydock check   foo.sys [scenario.lua]   many lives: schedules and refused calls; a "
    "verdict\n"
    "  drydock run     foo.sys [scenario.lua]   one life on guard pages\n"
    "  drydock replay  foo.sys --seed S         the life that a report names, again\n"
    "  drydock imports foo.sys                  each import: modelled, approximated, missing\n"
    "  drydock functions [NAME]                 what a driver can call: its contract, row by row\n"
    "  drydock rules   [R11]                    what is checked, its source, the remedy\n"
    "  drydock wfp     import|show ...          a machine's policy, from and to netsh's XML\n"
    "  drydock switches                         where Windows is unknown, and what is chosen\n"
    "  drydock cc      -o foo.sys foo.c         build a driver; drydock cc --help\n"
    "  drydock help    [command]\n"
    "  drydock version\n"
    "\n"
    "Exit codes: 0 pass, 1 findings, 2 usage, 3 inconclusive, 4 the driver can't be loaded,\n"
    "70 Drydock's own fault.  The report goes to stdout, everything else to stderr.\n";

static const char lives[] =
    "  --seed S               the first seed, or the only one (0)\n"
    "  --scenario FILE        as the second word: what drives the driver (built in)\n"
    "  --policy FILE          begin with the policy that 'netsh wfp show state' wrote to FILE\n"
    "  --target T             win10-22h2 (default, unless the scenario or the policy names one) "
    "or\n"
    "                         win11-24h2\n"
    "  --left-callout WHAT    a callout left registered crashes (default), or pins the image\n"
    "  --switch NAME[=off]    what Windows does where its pages leave it open: drydock switches\n"
    "  --journal FILE         write what happened, an event a line; - is stdout\n"
    "  --hashes               check: the hash of each schedule's journal on stderr\n"
    "  --expect               exit with 0 if what the scenario expects came true, else with 1\n"
    "  --silence SECONDS      kill a machine that makes no progress (20)\n"
    "  --no-sandbox           run the driver without seccomp: only for drivers you trust\n"
    "  -o text|json           the form of the report\n"
    "  -v                     say more on stderr\n";

static const struct {
	const char *command;
	const char *text;
	bool lives;
} topics[] = {
	{ "check",
	    "drydock check foo.sys [scenario.lua] [options]\n\n"
	    "  --schedules N          how many seeds (1000)\n"
	    "  --faults               in each seed, also refuse each call that may fail\n"
	    "  --guard                every life on guard pages: slower, each told exactly\n",
	    true },
	{ "run",
	    "drydock run foo.sys [scenario.lua] [options]\n\n"
	    "  --refuse N             refuse the Nth call that may fail, from 0\n"
	    "  --wfpstate FILE        as unload is asked for, write what 'netsh wfp show state' "
	    "would;\n"
	    "  --netevents FILE       what 'netsh wfp show netevents' would; - is stdout\n",
	    true },
	{ "replay",
	    "drydock replay foo.sys [--scenario FILE] --seed S [options]\n\n"
	    "  --refuse N             refuse the Nth call that may fail, from 0\n"
	    "  --from-entry           begin at DriverEntry, not behind it\n",
	    true },
	{ "imports",
	    "drydock imports foo.sys [-o text|json]\n\n"
	    "Lists what the driver imports; nothing of it runs.\n",
	    false },
	{ "functions",
	    "drydock functions [NAME|approximated]\n\n"
	    "Lists every function that a driver can call, with tabs between the columns:\n"
	    "module, name, arguments, highest IRQL, whether another thread may run in its place,\n"
	    "how the search refuses it, the codes it returns, what the ledger gains and loses,\n"
	    "the page that specifies it, and in what it is approximated.  One, by name; or those\n"
	    "that are approximated, as docs/LIMITS.md has them.\n",
	    false },
	{ "wfp",
	    "drydock wfp import FILE\n"
	    "drydock wfp show state|filters|netevents [foo.sys [scenario.lua]] [file=FILE]\n\n"
	    "Import reads what 'netsh wfp show state' or 'show filters' wrote on a machine, tells\n"
	    "what was in it, and of each object that Drydock can't have where it stands and why.\n"
	    "Show writes what netsh would: of a machine with the policy of --policy, or of one\n"
	    "life of a driver as its unload is asked for.  - is stdout, and the default.\n"
	    "Exit codes: 0; 2 the file is no dump; 3 something of it was left out.\n\n"
	    "  --policy FILE          begin with the policy that 'netsh wfp show state' wrote to "
	    "FILE\n"
	    "  --target T             win10-22h2 or win11-24h2; the policy's, if there is one\n"
	    "  --silence SECONDS      kill a machine that makes no progress (20)\n"
	    "  --no-sandbox           without seccomp: only for files you trust\n",
	    false },
	{ "switches",
	    "drydock switches\n\n"
	    "Lists the switches: what each position means and why the default is what it is.\n",
	    false },
	{ "rules", "drydock rules [R11]\n\nLists the rules, or tells about one.\n", false },
};

int
command_help(const struct options *options)
{
	if (options->topic == NULL) {
		fputs(overview, stdout);
		return EXIT_PASS;
	}
	for (size_t i = 0; i < sizeof topics / sizeof topics[0]; i++) {
		if (strcmp(topics[i].command, options->topic) != 0)
			continue;
		printf("%s%s", topics[i].text, topics[i].lives ? lives : "");
		return EXIT_PASS;
	}
	fputs(overview, stdout);
	return EXIT_PASS;
}

int
command_version(const struct options *options)
{
	(void)options;
	printf("drydock %s\n", VERSION);
	return EXIT_PASS;
}
