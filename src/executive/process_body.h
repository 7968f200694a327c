/*
 * What is in a process and in a thread: for the files of processes and
 * threads, and nobody else.
 */
#ifndef EXECUTIVE_PROCESS_BODY_H
#define EXECUTIVE_PROCESS_BODY_H

#include "base/list.h"
#include "executive/process.h"
#include "ledger/holding.h"
#include "nt/ps.h"

struct _EPROCESS {
	DISPATCHER_HEADER header; /* a driver may wait for it */
	struct link link;         /* all that have not ended, in order of birth */
	struct link threads;      /* a program's, in order of birth */
	uint64_t id;
	uint64_t parent_id;
	char name[PROCESS_NAME];
	const char *path;         /* as the plan had it; NULL: the name is all that there is */
	const char *command;      /* NULL: the path */
	UNICODE_STRING image;     /* made when somebody first asks, as what follows */
	UNICODE_STRING open_name; /* \??\C:\… */
	UNICODE_STRING command_line;
	FILE_OBJECT *file;
	struct process_user user;
	void *token;
	uint64_t created; /* system time */
	uint64_t exited;
	NTSTATUS exit_status;
	uint32_t session;
	UCHAR protection;
	bool wow64;
	bool break_on_termination;
	bool runs;
	bool exiting;
};

/* A call of KeStackAttachProcess that has not been undone. */
struct attachment {
	struct attachment *outer;
	KAPC_STATE *state; /* NULL: KeAttachProcess */
	void *before;      /* what the thread's process was */
	struct moment since;
};

struct _ETHREAD {
	DISPATCHER_HEADER header;
	struct link link;      /* of a program's: its process' threads */
	struct thread *thread; /* NULL: ended, or a program's thread that is in user mode */
	PEPROCESS process;
	uint64_t id;
	PKSTART_ROUTINE start;
	void *context;
	bool drivers;  /* in the ledger */
	bool program;  /* outlives the threads that do its work */
	bool end_told; /* drivers were told that it ends */
	bool ended;
	NTSTATUS status;
	uint64_t created;
	LONG priority;
	struct attachment *attached; /* innermost first */
	struct impersonation client;
};

#define STATUS_STILL_RUNNING ((NTSTATUS)0x103) /* Windows' exit status of what has not ended */

/* process.c */
PEPROCESS process_expect(const void *process, const char *function);
UNICODE_STRING *process_command_line(PEPROCESS process);
const UNICODE_STRING *process_open_name(PEPROCESS process);
FILE_OBJECT *process_file(PEPROCESS process);
/* The NT name of an image, in a buffer of the pool's, and a file object with that name. */
void image_name_make(UNICODE_STRING *to, const char *path);
FILE_OBJECT *image_file_make(const UNICODE_STRING *name);
uint64_t system_time(void);
void object_header_set_up(DISPATCHER_HEADER *header, UCHAR type);

/* thread_object.c */
PETHREAD thread_expect(const void *thread, const char *function);
PETHREAD thread_object_now(void);
void thread_hooks_start(void);

#endif
