/*
 * The inside of the sched floor: what sched/thread.c and sched/schedule.c
 * share, and nobody else may touch.
 */
#ifndef SCHED_SCHEDULE_H
#define SCHED_SCHEDULE_H

#include "sched/thread.h"

struct processor {
	struct thread *running;
	struct thread *dpc; /* the thread of its DPC interrupt, while there is one */
	bool wanted;        /* its DPC queue is not empty */
};

struct schedule {
	struct link threads;
	struct link ready;
	struct thread *now;
	struct thread *dead; /* its fiber can be given back once another runs */
	struct processor processors[PROCESSORS];
	unsigned born;
	uint8_t host_irql;
	bool abandoned;
	uint64_t next_wake; /* no waiting thread wakes before */
	uint64_t next_due;  /* nor is anything else due */
	uint64_t limit;
};
extern struct schedule sched;

/* sched/schedule.c */
void schedule_next(void); /* the running thread yields; returns when it runs again */
void schedule_end(struct thread *thread) __attribute__((noreturn));
/* Drivers find their processor's KPCR behind gs, and in it the thread. */
void schedule_shows(unsigned processor, const struct thread *thread);

/* sched/thread.c */
struct thread *thread_make(enum thread_kind kind, void (*body)(void *), void *argument);
void threads_wake_due(void); /* those whose time limit has come */
void threads_reap(void);     /* whoever ended, once another fiber runs */

#endif
