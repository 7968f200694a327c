/*
 * drydock cc: build a driver, which is sdk/drydock-cc's work.  The SDK lies beside the program
 * (sdk/, or share/drydock/sdk/) or above it, as in a build folder.
 */
#include "cli/command.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
find_compiler(char path[static PATH_MAX])
{
	static const char *const places[] = { "sdk/drydock-cc", "share/drydock/sdk/drydock-cc" };
	char folder[PATH_MAX - 64];
	ssize_t length = readlink("/proc/self/exe", folder, sizeof(folder) - 1);

	if (length <= 0)
		return false;
	folder[length] = '\0';
	for (char *slash; (slash = strrchr(folder, '/')) != NULL;) {
		*slash = '\0';
		for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
			snprintf(path, PATH_MAX, "%s/%s", folder, places[i]);
			if (access(path, X_OK) == 0)
				return true;
		}
	}
	return false;
}

int
command_cc(char **arguments)
{
	char path[PATH_MAX];

	if (!find_compiler(path))
		return command_fails(EXIT_OURS, "cc: no sdk/drydock-cc above this program");
	arguments[0] = path;
	execv(path, arguments);
	return command_fails(EXIT_OURS, "cc: %s: %s", path, strerror(errno));
}
