/*
 * Processes and the objects of threads.
 *
 * A process is System or a program.  It is made by process_make, begins when
 * process_begin has told the drivers that want to know (and one of them may
 * refuse it), and ends with process_exit; those run on the threads on which
 * Windows calls the notifications.
 *
 * A thread's object is made when somebody first asks for it; both are
 * dispatcher objects, signaled when the process or thread has ended.  A
 * program's first thread has an object of its own, which takes the place of
 * whatever thread of ours does the program's work at the moment.
 */
#ifndef EXECUTIVE_PROCESS_H
#define EXECUTIVE_PROCESS_H

#include "executive/object.h"
#include "nt/ke.h"
#include "sched/thread.h"

#include <stdint.h>

#define PROCESS_NAME 16 /* with its NUL, as in Windows' EPROCESS */
#define PROCESS_SYSTEM_ID 4

/* Who runs a program, and how; the security floor makes a token of it. */
struct process_user {
	char sid[72]; /* "S-1-5-21-…-1001" or, for the well-known, "system", "network service", … */
	bool elevated;
	char package[72]; /* the SID of an app container, or "" */
};

/* All may be left out but `image`: a DOS path (C:\…), an NT path, or a file's name. */
struct process_plan {
	const char *image;
	const char *command_line;
	uint64_t id;
	PEPROCESS parent;
	struct process_user user;
	uint32_t session;
	bool wow64;
	UCHAR protection; /* PS_PROTECTION: type in the lowest three bits */
};

void process_start(void); /* makes System, process 4 */

/* An ordinary user's program; `name` is its image's file name or path. */
struct process_plan process_plan_default(const char *name, uint64_t id);
PEPROCESS process_make(const char *name, uint64_t id);
PEPROCESS process_plan_make(const struct process_plan *plan);
void process_end(PEPROCESS process); /* tells nobody */

/* On a thread of the creator's: what a driver answers to the creation, or STATUS_SUCCESS.  If it
 * refuses, all that is left to do is process_exit and process_end. */
NTSTATUS process_begin(PEPROCESS process);
/* On a thread of its own: it maps its image and ntdll, once. */
void process_runs(PEPROCESS process);
/* On a thread of its own: its threads and then itself are told of, and it is no more. */
void process_exit(PEPROCESS process, NTSTATUS status);

/* System first, then in the order of their making. */
void process_each(void (*each)(void *context, PEPROCESS process), void *context);

PEPROCESS process_system(void);
PEPROCESS process_now(void); /* the running thread's; System where no thread runs */
PEPROCESS process_find(uint64_t id);
uint64_t process_id(PEPROCESS process);
uint64_t process_parent_id(PEPROCESS process);
const char *process_name(PEPROCESS process);
/* \Device\HarddiskVolume3\…; lasts as long as the process. */
const UNICODE_STRING *process_image(PEPROCESS process);
uint32_t process_session(PEPROCESS process);
const struct process_user *process_user(PEPROCESS process);
bool process_exiting(PEPROCESS process);
/* Where the security floor keeps the process' token: an object, or NULL. */
void **process_token(PEPROCESS process);

/* The thread's ETHREAD, and its id. */
PETHREAD thread_object(struct thread *thread);
uint64_t thread_id(PETHREAD thread);
PETHREAD thread_find(uint64_t id);
PEPROCESS thread_process(PETHREAD thread);
/* Every thread of whose object somebody may have asked does this as its last act. */
void thread_object_end(struct thread *thread, NTSTATUS status);

/* A thread of a program, beside its first; told of as it begins and ends. */
PETHREAD program_thread_begin(PEPROCESS process);
void program_thread_end(PETHREAD thread, NTSTATUS status);
/* The running thread is the program's: its first thread, or `thread`. */
void program_thread_bind(PEPROCESS process, PETHREAD thread);

/* Where the security floor keeps whom a thread impersonates. */
struct impersonation {
	void *token;
	uint32_t level;
	BOOLEAN copy_on_open;
	BOOLEAN effective_only;
};
struct impersonation *thread_impersonation(PETHREAD thread);

extern const struct contract process_exports[];
extern const struct contract thread_object_exports[];
extern const struct contract process_query_exports[];
extern const struct contract process_information_exports[];

#endif
