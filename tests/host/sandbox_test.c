/*
 * What a sandboxed process can still do, and what it can't: each in a child of its own.
 */
#include "host/sandbox.h"

#include "host/arena.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/test.h"

#define NO_SANDBOX 100 /* the exit status of a child whose host refused */

static int said[2];

/* The child's wait status; -1: the host has no seccomp for us. */
static int
sandboxed(void (*body)(int fd))
{
	const struct sandbox limits = { UINT64_C(1) << 30, 60 };
	int status = 0;
	pid_t child;

	CHECK_EQ(pipe(said), 0);
	child = fork();
	if (child == 0) {
		signal(SIGSYS, SIG_DFL); /* cmocka's would go on with the next test */
		mmap((void *)ARENA_IMAGE, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
		if (!sandbox_enter(&limits, said[1]))
			_exit(NO_SANDBOX);
		body(said[1]);
		_exit(0);
	}
	CHECK_EQ(waitpid(child, &status, 0), child);
	close(said[1]);
	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_SANDBOX) {
		close(said[0]);
		return -1;
	}
	return status;
}

static void
check_trapped(void (*body)(int fd))
{
	int status = sandboxed(body);

	if (status == -1)
		skip();
	close(said[0]);
#ifndef __SANITIZE_ADDRESS__ /* which gets EPERM instead */
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(WTERMSIG(status), SIGSYS);
#endif
}

static void
works(int fd)
{
	void *memory =
	    mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED || munmap(memory, 1 << 20) != 0)
		_exit(1);
	if (write(fd, "word", 4) != 4)
		_exit(2);
}

TEST(it_may_compute_and_say_what_it_found)
{
	int status = sandboxed(works);
	char word[8] = { 0 };

	(void)state;
	if (status == -1)
		skip();
	CHECK_EQ(status, 0);
	CHECK_EQ(read(said[0], word, sizeof word), 4);
	CHECK_STR(word, "word");
	close(said[0]);
}

static void
runs_images(int fd)
{
	static const uint8_t code[] = { 0xb8, 42, 0, 0, 0, 0xc3 }; /* mov eax, 42; ret */

	(void)fd;
	memcpy((void *)ARENA_IMAGE, code, sizeof code);
	if (mprotect((void *)ARENA_IMAGE, 4096, PROT_READ | PROT_EXEC) != 0)
		_exit(1);
	_exit(((int (*)(void))(uintptr_t)ARENA_IMAGE)());
}

TEST(it_may_make_code_in_the_arena)
{
	int status = sandboxed(runs_images);

	(void)state;
	if (status == -1)
		skip();
	close(said[0]);
	CHECK(WIFEXITED(status));
	CHECK_EQ(WEXITSTATUS(status), 42);
}

static void
asks_from_the_arena(int fd)
{
	/* mov eax, 39 (getpid, which we ourselves may call); syscall; ret */
	static const uint8_t code[] = { 0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0xc3 };

	(void)fd;
	memcpy((void *)ARENA_IMAGE, code, sizeof code);
	mprotect((void *)ARENA_IMAGE, 4096, PROT_READ | PROT_EXEC);
	((int (*)(void))(uintptr_t)ARENA_IMAGE)();
}

TEST(a_system_call_instruction_in_the_arena_traps_always)
{
	int status = sandboxed(asks_from_the_arena);

	(void)state;
	if (status == -1)
		skip();
	close(said[0]);
	CHECK(WIFSIGNALED(status));
	CHECK_EQ(WTERMSIG(status), SIGSYS);
}

static void
opens(int fd)
{
	(void)fd;
	if (open("/etc/passwd", O_RDONLY) >= 0)
		_exit(1);
}

TEST(it_may_not_open_files)
{
	(void)state;
	check_trapped(opens);
}

static void
reads(int fd)
{
	char byte;

	if (read(fd, &byte, 1) >= 0)
		_exit(1);
}

TEST(it_may_not_read)
{
	(void)state;
	check_trapped(reads);
}

static void
writes_elsewhere(int fd)
{
	if (write(fd + 1, "x", 1) >= 0)
		_exit(1);
}

TEST(it_may_not_write_elsewhere)
{
	(void)state;
	check_trapped(writes_elsewhere);
}

static void
makes_sockets(int fd)
{
	(void)fd;
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		_exit(1);
}

TEST(it_may_not_use_the_network)
{
	(void)state;
	check_trapped(makes_sockets);
}

static void
forks(int fd)
{
	(void)fd;
	if (fork() >= 0)
		_exit(1);
}

TEST(it_may_not_make_processes)
{
	(void)state;
	check_trapped(forks);
}

static void
makes_code(int fd)
{
	static uint8_t page[4096] __attribute__((aligned(4096)));

	(void)fd;
	if (mprotect(page, sizeof page, PROT_READ | PROT_EXEC) == 0)
		_exit(1);
}

TEST(it_may_not_make_code_of_our_own_memory)
{
	(void)state;
	check_trapped(makes_code);
}

static void
kills(int fd)
{
	(void)fd;
	if (kill(getppid(), 0) >= 0)
		_exit(1);
}

TEST(it_may_not_signal_others)
{
	(void)state;
	check_trapped(kills);
}

static void __attribute__((unused)) devours(int fd)
{
	(void)fd;
	if (mmap(NULL, UINT64_C(2) << 30, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
	    != MAP_FAILED)
		_exit(1);
}

TEST(its_memory_is_limited)
{
#ifdef __SANITIZE_ADDRESS__
	(void)state;
	skip();
#else
	int status = sandboxed(devours);

	(void)state;
	if (status == -1)
		skip();
	close(said[0]);
	CHECK_EQ(status, 0);
#endif
}

TEST(the_usage_of_a_process_can_be_asked)
{
	uint64_t mapped, resident;

	(void)state;
	CHECK(sandbox_usage(getpid(), &mapped, &resident));
	CHECK(mapped >= resident && resident > 0);
	CHECK(!sandbox_usage(0x7fffffff, &mapped, &resident));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_may_compute_and_say_what_it_found),
		cmocka_unit_test(it_may_make_code_in_the_arena),
		cmocka_unit_test(a_system_call_instruction_in_the_arena_traps_always),
		cmocka_unit_test(it_may_not_open_files),
		cmocka_unit_test(it_may_not_read),
		cmocka_unit_test(it_may_not_write_elsewhere),
		cmocka_unit_test(it_may_not_use_the_network),
		cmocka_unit_test(it_may_not_make_processes),
		cmocka_unit_test(it_may_not_make_code_of_our_own_memory),
		cmocka_unit_test(it_may_not_signal_others),
		cmocka_unit_test(its_memory_is_limited),
		cmocka_unit_test(the_usage_of_a_process_can_be_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
