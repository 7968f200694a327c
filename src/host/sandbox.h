/*
 * The sandbox: what the child may still ask of Linux once a driver runs in it.
 *
 * Everything that needs the host is done before: files read, memory reserved,
 * the scenario compiled.  From then on the process may compute, ask for memory and
 * write to one descriptor and to its standard error; nothing else.
 *
 * Two filters stand one behind the other.  The first looks only at where the
 * system call instruction is: one inside the arena is the driver's own, and is
 * never right.  The second lists what our own code needs.  Either answers with SIGSYS,
 * which host/fault makes a FAULT_SYSCALL of.
 */
#ifndef HOST_SANDBOX_H
#define HOST_SANDBOX_H

#include <stdbool.h>
#include <stdint.h>

struct sandbox {
	uint64_t memory_bytes; /* address space beyond what is mapped now; 0: no limit */
	unsigned cpu_seconds;  /* 0: no limit */
};

/*
 * Never to be undone.  Namespaces are left as far as the host allows; limits and
 * filters are not optional.  False: sandbox_trouble() says in one line what the host refused,
 * and the driver must not run.
 */
bool sandbox_enter(const struct sandbox *limits, int keep_fd);
const char *sandbox_trouble(void);

/* Bytes of address space and of memory in use by a process, from its statm; false: it is gone. */
bool sandbox_usage(int process, uint64_t *mapped_bytes, uint64_t *resident_bytes);

#endif
