/*
 * RLIMIT_DATA is of no use here: the arena is writable from the start and counts in full.
 * So the limit on address space stops our own growth, and the supervisor
 * watches what is resident.  A build with AddressSanitizer maps terabytes and opens
 * files to report an error: it gets no memory limit, and EPERM where another build traps.
 */
#include "host/sandbox.h"

#include "host/arena.h"
#include "host/sanitize.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static char trouble[160];

const char *
sandbox_trouble(void)
{
	return trouble;
}

static bool
refused(const char *what, int error)
{
	snprintf(trouble, sizeof trouble, "the host refuses %s: %s", what, strerror(error));
	return false;
}

bool
sandbox_usage(int process, uint64_t *mapped_bytes, uint64_t *resident_bytes)
{
	char path[64];
	unsigned long mapped, resident;
	FILE *file;
	int read;

	snprintf(path, sizeof path, "/proc/%d/statm", process);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	read = fscanf(file, "%lu %lu", &mapped, &resident);
	fclose(file);
	if (read != 2)
		return false;
	*mapped_bytes = mapped * ARENA_PAGE;
	*resident_bytes = resident * ARENA_PAGE;
	return true;
}

/* Each kind of namespace for itself: a container may allow some and refuse others. */
static void
leave_namespaces(void)
{
	static const int kinds[] = { CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWNS, CLONE_NEWUTS,
		CLONE_NEWPID, CLONE_NEWCGROUP };

	unshare(CLONE_NEWUSER);
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		unshare(kinds[i]);
}

static bool
limit_one(__rlimit_resource_t resource, uint64_t value, uint64_t hard)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) != 0)
		return false;
	if (limit.rlim_max < hard)
		hard = limit.rlim_max;
	limit.rlim_cur = value < hard ? value : hard;
	limit.rlim_max = hard;
	return setrlimit(resource, &limit) == 0;
}

static bool
limit_all(const struct sandbox *limits)
{
	uint64_t mapped = 0, resident = 0;
	uint64_t seconds = limits->cpu_seconds;

	if (!limit_one(RLIMIT_CORE, 0, 0))
		return refused("to switch core files off", errno);
	if (seconds != 0 && !limit_one(RLIMIT_CPU, seconds, seconds + 1))
		return refused("a limit on processor time", errno);
	if (limits->memory_bytes != 0 && !SANITIZED) {
		if (!sandbox_usage(getpid(), &mapped, &resident))
			return refused("to say what memory is mapped", errno);
		mapped += limits->memory_bytes;
		if (!limit_one(RLIMIT_AS, mapped, mapped))
			return refused("a limit on memory", errno);
	}
	if (!SANITIZED && !limit_one(RLIMIT_NOFILE, 0, 0))
		return refused("a limit on open files", errno);
	return true;
}

/* Descriptors 0 and 1 too: what the child has to say goes to keep_fd. */
static bool
close_others(int keep_fd)
{
	unsigned keep = (unsigned)keep_fd;

	close(0);
	close(1);
	if (keep < 3)
		return refused("a descriptor above 2", EINVAL);
	if (keep > 3 && syscall(SYS_close_range, 3u, keep - 1, 0) != 0)
		return refused("to close what is open", errno);
	if (syscall(SYS_close_range, keep + 1, ~0u, 0) != 0)
		return refused("to close what is open", errno);
	return true;
}

/*
 * The kernel gives the address behind the instruction.  Both ends of the arena have a low
 * half of zero, so the high half decides.
 */
static bool
filter_by_place(void)
{
	_Static_assert((uint32_t)ARENA_USER == 0 && (uint32_t)ARENA_END == 0, "see above");
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		    offsetof(struct seccomp_data, instruction_pointer) + 4),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ARENA_USER >> 32, 0, 2),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, ARENA_END >> 32, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof code / sizeof code[0], code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return refused("no_new_privs", errno);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
		return refused("a seccomp filter", errno);
	return true;
}

#define ALLOW(call, count, ...) \
	seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(call), count, ##__VA_ARGS__)

/* What needs no look at its arguments: it reaches nothing outside the process. */
static int
allow_plain(scmp_filter_ctx filter)
{
	static const int calls[] = { SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
		SCMP_SYS(brk), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
		SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(exit),
		SCMP_SYS(exit_group), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(setitimer),
		SCMP_SYS(arch_prctl), SCMP_SYS(sched_yield), SCMP_SYS(getrandom),
		SCMP_SYS(restart_syscall) };
	int failed = 0;

	for (size_t i = 0; i < sizeof calls / sizeof calls[0] && failed == 0; i++)
		failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
	return failed;
}

/* Code may be made in the arena's kernel half, where images and thunks are, and nowhere else. */
static int
allow_memory(scmp_filter_ctx filter)
{
	const uint64_t half = ARENA_END - ARENA_KERNEL;

	_Static_assert(
	    ((ARENA_END - ARENA_KERNEL) & (ARENA_END - ARENA_KERNEL - 1)) == 0, "a power of two");
	return ALLOW(mmap, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0))
	    ?: ALLOW(mprotect, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0))
	    ?: ALLOW(mprotect, 1, SCMP_A0(SCMP_CMP_MASKED_EQ, ~(half - 1), ARENA_KERNEL));
}

static int
allow_words(scmp_filter_ctx filter, int keep_fd)
{
	const scmp_datum_t keep = (scmp_datum_t)keep_fd, self = (scmp_datum_t)getpid();

	return ALLOW(write, 1, SCMP_A0(SCMP_CMP_EQ, keep, 0))
	    ?: ALLOW(write, 1, SCMP_A0(SCMP_CMP_EQ, 2, 0))
	    ?: ALLOW(writev, 1, SCMP_A0(SCMP_CMP_EQ, 2, 0)) /* assert */
	    ?: ALLOW(tgkill, 1, SCMP_A0(SCMP_CMP_EQ, self, 0)); /* abort */
}

static bool
filter_by_list(int keep_fd)
{
	const uint32_t otherwise = SANITIZED ? SCMP_ACT_ERRNO(EPERM) : SCMP_ACT_TRAP;
	scmp_filter_ctx filter = seccomp_init(otherwise);
	int failed;

	if (filter == NULL)
		return refused("memory for a filter", ENOMEM);
	failed = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_TRAP)
	    ?: allow_plain(filter) ?: allow_memory(filter) ?: allow_words(filter, keep_fd)
	    ?: seccomp_load(filter);
	if (failed != 0)
		return refused("a seccomp filter", -failed);
	seccomp_release(filter);
	return true;
}

bool
sandbox_enter(const struct sandbox *limits, int keep_fd)
{
	trouble[0] = '\0';
	if (!close_others(keep_fd))
		return false;
	leave_namespaces();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		return refused("to end the child with its supervisor", errno);
	if (!limit_all(limits) || !filter_by_place())
		return false;
	return filter_by_list(keep_fd);
}
