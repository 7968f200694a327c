#include "cli/command.h"

#include "cli/trial.h"

int
command_check(const struct options *options)
{
	return trial(options, false);
}
