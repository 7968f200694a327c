/*
 * drydock: load a Windows callout driver, drive it, unload it, and tell what it left behind.
 */
#include "cli/command.h"

#include "bfe/xml.h"
#include "cli/dump.h"
#include "image/pe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int
command_fails(int exit_code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("drydock: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
	return exit_code;
}

static uint8_t *
read_all(FILE *file, size_t limit, size_t *length)
{
	size_t room = 0x10000;
	uint8_t *bytes = malloc(room);

	*length = 0;
	while (bytes != NULL) {
		size_t got = fread(bytes + *length, 1, room - *length, file);

		*length += got;
		if (got == 0)
			return bytes;
		if (*length > limit) {
			errno = EFBIG;
			break;
		}
		if (*length == room) {
			uint8_t *more = realloc(bytes, room *= 2);

			if (more == NULL)
				break;
			bytes = more;
		}
	}
	free(bytes);
	return NULL;
}

uint8_t *
command_reads(const char *path, size_t limit, size_t *length)
{
	FILE *file = fopen(path, "rbe");
	uint8_t *bytes = NULL;
	bool failed = true;

	if (file != NULL) {
		bytes = read_all(file, limit, length);
		failed = bytes == NULL || ferror(file);
		if (failed && errno == 0)
			errno = EIO;
	}
	if (failed) {
		command_fails(EXIT_USAGE, "%s: %s", path, strerror(errno));
		free(bytes);
		bytes = NULL;
	}
	if (file != NULL)
		fclose(file);
	return bytes;
}

/* A descriptor we open must never become somebody's stdout. */
static void
hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			_exit(EXIT_OURS);
	}
}

static int
run_command(const struct options *options)
{
	switch (options->command) {
	case COMMAND_CHECK:
		return command_check(options);
	case COMMAND_RUN:
		return command_run(options);
	case COMMAND_REPLAY:
		return command_replay(options);
	case COMMAND_IMPORTS:
		return command_imports(options);
	case COMMAND_FUNCTIONS:
		return command_functions(options);
	case COMMAND_RULES:
		return command_rules(options);
	case COMMAND_SWITCHES:
		return command_switches(options);
	case COMMAND_WFP:
		return command_wfp(options);
	case COMMAND_HELP:
		return command_help(options);
	case COMMAND_VERSION:
		return command_version(options);
	}
	return EXIT_OURS;
}

/* The dump that --policy names.  A machine is of its Windows, unless another is asked for. */
static bool
take_dump(struct options *options)
{
	if (options->policy == NULL)
		return true;
	options->dump =
	    (const char *)command_reads(options->policy, XML_BYTES, &options->dump_bytes);
	if (options->dump == NULL)
		return false;
	if (options->target_given
	    || !dump_target(options->dump, options->dump_bytes, &options->target))
		return true;
	options->target_given = true;
	fprintf(stderr, "drydock: %s is of %s\n", options->policy, target_name(options->target));
	return true;
}

int
main(int argc, char **argv)
{
	struct options options;
	struct text complaint = { 0 };
	int code;

	hold_standard_descriptors();
	if (argc > 1 && strcmp(argv[1], "cc") == 0)
		return command_cc(argv + 1);
	if (!options_parse(argc, argv, &options, &complaint)) {
		code = command_fails(EXIT_USAGE, "%s", text_string(&complaint));
		text_free(&complaint);
		return code;
	}
	if (!take_dump(&options))
		return EXIT_USAGE;
	code = run_command(&options);
	if (fflush(stdout) != 0 || ferror(stdout))
		return command_fails(EXIT_OURS, "stdout: %s", strerror(errno));
	return code;
}
