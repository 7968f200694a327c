/*
 * Threads: fibers with an IRQL, on virtual processors.
 *
 * One of them runs at any moment, on the processor that the scheduler gave it.  A
 * thread below DISPATCH_LEVEL can be displaced from its processor at every
 * scheduling point; one at or above it keeps the processor until it lowers
 * its IRQL, while threads on other processors may run: so two processors
 * really interleave, and a spin lock can really be found taken.
 *
 * Everything that the machine does, a DPC, a work item, a client's call into
 * the device, a classify, runs on a thread.  The scenario runs on the host's
 * own stack, which is no thread: it starts threads and calls sched_run().
 */
#ifndef SCHED_THREAD_H
#define SCHED_THREAD_H

#include "base/list.h"
#include "host/fiber.h"
#include "nt/types.h"

#include <stdbool.h>
#include <stdint.h>

#define PROCESSORS 2
#define PCR_STRIDE 0x4000 /* from one KPCR to the next, from ARENA_SHARED on */

enum thread_kind {
	THREAD_SYSTEM,  /* made by the machine: loads and unloads drivers */
	THREAD_DRIVER,  /* PsCreateSystemThread */
	THREAD_WORKER,  /* runs work items */
	THREAD_DPC,     /* a processor's DPC interrupt: born at DISPATCH_LEVEL */
	THREAD_CLIENT,  /* belongs to a user-mode program */
	THREAD_NETWORK, /* the TCP/IP stack: classifies, injects, completes */
};

enum thread_state {
	THREAD_READY,
	THREAD_RUNNING, /* has a processor; perhaps not the one that is simulated now */
	THREAD_WAITING,
	THREAD_DONE,
};

struct gate_frame;

struct thread {
	struct link link;  /* all threads, in order of birth */
	struct link ready; /* the ready queue */
	struct fiber *fiber;
	enum thread_kind kind;
	enum thread_state state;
	uint8_t irql;
	uint8_t processor; /* while THREAD_RUNNING */
	unsigned number;
	void (*body)(void *);
	void *argument;

	struct gate_frame *frame; /* innermost call that the driver made to us, or NULL */
	unsigned depth;           /* how many times we are inside the driver */
	unsigned spin_locks;      /* held */
	unsigned critical_regions;
	unsigned guarded_regions;
	unsigned mutexes;  /* held: fast and guarded mutexes, push locks */
	uint64_t affinity; /* the processors that a driver allows it, a bit each; 0: all */
	int8_t priority;   /* as a driver set it, and nobody looks at; 0: as it was born */
	uintptr_t inside;  /* the driver function that was entered last, or 0 */
	uintptr_t left;    /* the driver function that returned last, or 0 */

	const char *waits_for; /* a word for a report: "event", "spin lock", … */
	uintptr_t waits_on;    /* the address of it */
	uint64_t wake_at;      /* CLOCK_NEVER: no time limit */
	bool timed_out;
	bool spinning; /* at a taken lock: running it helps nobody until another ran */

	void *object;  /* its ETHREAD, made by the executive */
	void *process; /* its EPROCESS */
	void *wait;    /* the wait floor's own */
	void *seam;    /* the exception floor's own */
	void *visit;   /* the filter engine's own */
};

/* The machine's scheduler starts without threads; processors are made here. */
void sched_start(void);

/* A ready thread.  It ends when `body` returns. */
struct thread *thread_start(enum thread_kind kind, void (*body)(void *), void *argument);
struct thread *thread_now(void); /* NULL on the host's stack */

/* Park the running thread until thread_wake or the time; false: the time came first. */
bool thread_park(const char *waits_for, uintptr_t on, uint64_t wake_at);
void thread_wake(struct thread *thread);

/* The running thread runs on these processors only, as soon as it is below DISPATCH_LEVEL. */
void thread_affinity(uint64_t processors);

/* The running thread ends here. */
void thread_end(void) __attribute__((noreturn));

/* A scheduling point: perhaps somebody else runs first. */
void sched_point(void);

/* The running thread can't go on until another did something (a taken spin lock).
 * False: there is nobody who could. */
bool sched_spin(uintptr_t on);
void sched_unspin(uintptr_t on); /* it was released: whoever spins may try again */

/* From the host's stack: run threads until `until` holds; false: nothing can run any more.
 * `until` is asked after each scheduling decision. */
bool sched_run(bool (*until)(void *context), void *context);

/* The life is over: leave the running thread for ever and return from sched_run. */
void sched_abandon(void) __attribute__((noreturn));
bool sched_abandoned(void);

/* The clock jumps no further than this; 0 = as far as need be. */
void sched_limit(uint64_t until_100ns);

/* What may preempt: DPCs and timers, which the kernel floor keeps: the body of a processor's DPC
 * interrupt, when the next timer is due, and the function that expires those that are. */
struct sched_hooks {
	void (*dpc_body)(void *processor);
	uint64_t (*next_due)(void);
	void (*expire)(void);
};
void sched_hooks(const struct sched_hooks *hooks);
void sched_interrupt(unsigned processor, bool wanted); /* its DPC queue is no longer empty, or is */
void sched_due(uint64_t at_100ns); /* expire has something to do then; the earliest counts */

/* The executive's half of a thread: its object, made when the thread first enters the driver, so that
 * gs:[188h] names it; and the end of it. */
struct thread_hooks {
	void *(*entered)(struct thread *thread);
	void (*ended)(struct thread *thread);
};
void thread_hooks(const struct thread_hooks *hooks);
void thread_enters(struct thread *thread); /* kernel/enter.c, before the driver runs */

/* IRQL of the running thread. */
KIRQL irql_now(void);
void irql_set(KIRQL irql); /* no scheduling point */
unsigned processor_now(void);

/* Every thread that has not ended, in order of birth. */
void thread_each(void (*each)(void *context, struct thread *thread), void *context);

#endif
