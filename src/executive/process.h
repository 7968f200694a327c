/*
 * Processes and the objects of threads.
 *
 * A process is System or a client program.  A thread's object is made when
 * somebody first asks for it; both are dispatcher objects, signaled when the
 * process or thread has ended.
 */
#ifndef EXECUTIVE_PROCESS_H
#define EXECUTIVE_PROCESS_H

#include "executive/object.h"
#include "nt/ke.h"
#include "sched/thread.h"

#include <stdint.h>

#define PROCESS_NAME 16 /* with its NUL, as in Windows' EPROCESS */

void process_start(void); /* makes System, process 4 */

/* A client program; `name` is its image's file name. */
PEPROCESS process_make(const char *name, uint64_t id);
void process_end(PEPROCESS process);

/* System first, then in the order of their making. */
void process_each(void (*each)(void *context, PEPROCESS process), void *context);

PEPROCESS process_system(void);
PEPROCESS process_now(void); /* the running thread's; System where no thread runs */
uint64_t process_id(PEPROCESS process);
const char *process_name(PEPROCESS process);

/* The thread's ETHREAD, and its id. */
PETHREAD thread_object(struct thread *thread);
uint64_t thread_id(PETHREAD thread);
PEPROCESS thread_process(PETHREAD thread);
/* Every thread of whose object somebody may have asked does this as its last act. */
void thread_object_end(struct thread *thread, NTSTATUS status);

extern const struct contract process_exports[];

#endif
