#include "cli/supervise.h"

#include "base/text.h"
#include "host/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 100
#define STARVED 4      /* times the silence that a child without processor time is given */
#define LINGER_MS 2000 /* between its last word and its end */

struct watch {
	const struct charge *charge;
	struct outcome *outcome;
	pid_t child;
	int words, errors; /* read ends; -1: closed */
	struct text line;  /* the unfinished one */
	uint64_t heard_bytes;
	uint64_t heard_ms;     /* when the last line came */
	uint64_t heard_cpu_ms; /* the child's processor time then */
	uint64_t looked_ms;    /* at its memory */
	bool killed;
};

static uint64_t
clock_ms(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now) != 0)
		return 0;
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static uint64_t
child_cpu_ms(const struct watch *watch)
{
	clockid_t clock;

	return clock_getcpuclockid(watch->child, &clock) == 0 ? clock_ms(clock) : 0;
}

static void
kill_for(struct watch *watch, enum ending why)
{
	if (watch->killed)
		return;
	watch->killed = true;
	watch->outcome->ending = why;
	kill(watch->child, SIGKILL);
}

static void
hear_line(struct watch *watch, char *line, size_t length)
{
	if (memchr(line, '\0', length) != NULL
	    || !watch->charge->hear(watch->charge->hear_context, line, length))
		kill_for(watch, ENDING_NONSENSE);
	watch->heard_ms = clock_ms(CLOCK_MONOTONIC); /* whoever reads our output may be slow */
	watch->heard_cpu_ms = child_cpu_ms(watch);
}

/* All whole lines of what came; the rest waits for more. */
static void
hear_lines(struct watch *watch)
{
	char *at = watch->line.bytes, *end;
	char *limit = at + watch->line.length;
	struct text rest = { 0 };

	while (!watch->killed && (end = memchr(at, '\n', (size_t)(limit - at))) != NULL) {
		*end = '\0';
		hear_line(watch, at, (size_t)(end - at));
		at = end + 1;
	}
	if (watch->killed)
		return;
	if ((size_t)(limit - at) > SUPERVISE_LINE)
		kill_for(watch, ENDING_NONSENSE);
	if (at != watch->line.bytes) {
		text_add_bytes(&rest, at, (size_t)(limit - at));
		text_free(&watch->line);
		watch->line = rest;
	}
}

static void
read_words(struct watch *watch)
{
	static char bytes[0x10000];
	ssize_t got = read(watch->words, bytes, sizeof bytes);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		close(watch->words);
		watch->words = -1;
		return;
	}
	watch->heard_bytes += (uint64_t)got;
	if (watch->heard_bytes > watch->charge->flood_bytes) {
		kill_for(watch, ENDING_FLOOD);
		return;
	}
	text_add_bytes(&watch->line, bytes, (size_t)got);
	if (memchr(bytes, '\n', (size_t)got) != NULL || watch->line.length > SUPERVISE_LINE)
		hear_lines(watch);
}

/* Keeps the end, made printable. */
static void
read_errors(struct watch *watch)
{
	char bytes[1024], *words = watch->outcome->last_words;
	const size_t room = sizeof watch->outcome->last_words - 1;
	ssize_t got = read(watch->errors, bytes, sizeof bytes);
	size_t kept = strlen(words), more;

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got <= 0) {
		close(watch->errors);
		watch->errors = -1;
		return;
	}
	more = (size_t)got;
	if (kept + more > room) {
		memmove(words, words + kept + more - room, room - more);
		kept = room - more;
	}
	for (size_t i = 0; i < more; i++) {
		bool printable = bytes[i] == '\n' || (bytes[i] >= ' ' && bytes[i] < 0x7f);

		words[kept + i] = printable ? bytes[i] : '?';
	}
	words[kept + more] = '\0';
}

static void
look(struct watch *watch)
{
	uint64_t now = clock_ms(CLOCK_MONOTONIC), mapped, resident;
	uint64_t silent = now - watch->heard_ms, limit = watch->charge->silence_ms;

	if (silent > limit) {
		uint64_t busy = child_cpu_ms(watch) - watch->heard_cpu_ms;

		if (busy >= limit / STARVED || silent > limit * STARVED)
			kill_for(watch, ENDING_SILENCE);
	}
	if (watch->charge->memory_bytes == 0 || now - watch->looked_ms < TICK_MS)
		return;
	watch->looked_ms = now;
	if (sandbox_usage(watch->child, &mapped, &resident)
	    && resident > watch->charge->memory_bytes)
		kill_for(watch, ENDING_MEMORY);
}

/* Until it has closed its pipe, or was killed. */
static void
listen_to(struct watch *watch)
{
	while (watch->words >= 0 && !watch->killed) {
		struct pollfd ends[2] = {
			{ .fd = watch->words, .events = POLLIN },
			{ .fd = watch->errors, .events = POLLIN },
		};
		int ready = poll(ends, 2, TICK_MS);

		if (ready > 0 && ends[0].revents != 0)
			read_words(watch);
		if (ready > 0 && ends[1].revents != 0)
			read_errors(watch);
		if (!watch->killed)
			look(watch);
	}
	if (!watch->killed && watch->line.length > 0)
		kill_for(watch, ENDING_NONSENSE); /* half a line */
}

/* It has nothing more to say; it may take a moment to end. */
static void
await_end(struct watch *watch)
{
	uint64_t until = clock_ms(CLOCK_MONOTONIC) + LINGER_MS;
	int status = 0;

	for (;;) {
		pid_t gone = waitpid(watch->child, &status, watch->killed ? 0 : WNOHANG);

		if (gone == watch->child)
			break;
		if (gone < 0 && errno != EINTR)
			break;
		if (clock_ms(CLOCK_MONOTONIC) > until)
			kill_for(watch, ENDING_SILENCE);
		nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
	}
	if (watch->errors >= 0)
		fcntl(watch->errors, F_SETFL, O_NONBLOCK);
	for (int i = 0; i < 256 && watch->errors >= 0; i++)
		read_errors(watch);
	if (watch->killed)
		return;
	watch->outcome->ending = WIFSIGNALED(status) ? ENDING_SIGNAL : ENDING_EXIT;
	watch->outcome->number = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

static void __attribute__((noreturn))
be_child(const struct charge *charge, const int words[2], const int errors[2], pid_t supervisor)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (getppid() != supervisor)
		_exit(70);
	signal(SIGPIPE, SIG_DFL);
	close(words[0]);
	close(errors[0]);
	if (!charge->own_stderr)
		dup2(errors[1], 2);
	close(errors[1]);
	_exit(charge->body(charge->body_context, words[1]));
}

static bool
give_birth(struct watch *watch)
{
	int words[2], errors[2];
	pid_t self = getpid();

	if (pipe2(words, O_CLOEXEC) != 0)
		return false;
	if (pipe2(errors, O_CLOEXEC) != 0) {
		close(words[0]), close(words[1]);
		return false;
	}
	fflush(NULL);
	watch->child = fork();
	if (watch->child == 0)
		be_child(watch->charge, words, errors, self);
	close(words[1]);
	close(errors[1]);
	watch->words = words[0];
	watch->errors = errors[0];
	if (watch->child > 0)
		return true;
	close(words[0]), close(errors[0]);
	return false;
}

void
supervise(const struct charge *charge, struct outcome *outcome)
{
	struct watch watch = { .charge = charge, .outcome = outcome };

	memset(outcome, 0, sizeof *outcome);
	watch.heard_ms = clock_ms(CLOCK_MONOTONIC);
	if (!give_birth(&watch)) {
		outcome->ending = ENDING_NO_CHILD;
		outcome->number = errno;
		return;
	}
	listen_to(&watch);
	await_end(&watch);
	if (watch.words >= 0)
		close(watch.words);
	if (watch.errors >= 0)
		close(watch.errors);
	text_free(&watch.line);
}
