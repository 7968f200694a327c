/* The life that a report names, again, on guard pages. */
#include "cli/command.h"

#include "cli/trial.h"

int
command_replay(const struct options *options)
{
	return trial(options, true);
}
