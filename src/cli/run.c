/* One life on guard pages, from DriverEntry, so that its journal tells all of it. */
#include "cli/command.h"

#include "cli/trial.h"

int
command_run(const struct options *options)
{
	struct options entire = *options;

	entire.from_entry = true;
	return trial(&entire, true);
}
