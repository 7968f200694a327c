/*
 * A user-mode program of the machine: opens the driver's device and talks to it.
 *
 * Called on the host's stack.  Each operation has a thread of the program's
 * (THREAD_CLIENT), as an overlapped one needs none on Windows but a synchronous one does.  Beginning
 * one runs the machine until the operation is done or nothing more can happen
 * at this time: then it is pending, and operation_wait, which lets
 * time pass, or operation_cancel comes back to it.
 *
 * What an operation or a program is made of lasts until the machine is
 * restored, and so does user memory.
 */
#ifndef TRAFFIC_CLIENT_H
#define TRAFFIC_CLIENT_H

#include "executive/process.h"
#include "host/arena.h"
#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct client;    /* a program: a process with handles */
struct operation; /* an I/O operation that was begun */

/* EVENT_CLIENT in the journal: a = this, b = handle or code, c = status. */
enum client_event {
	CLIENT_OPEN = 1,
	CLIENT_CLOSE,
	CLIENT_EXIT,
	CLIENT_CONTROL, /* b = code */
	CLIENT_READ,
	CLIENT_WRITE,
	CLIENT_CANCEL,
};

/* Before the first snapshot is taken. */
void client_start(void);

/* NULL: a driver refuses the process, or keeps its creator waiting (STATUS_PENDING). */
struct client *client_make(const char *image, unsigned pid, NTSTATUS *status);
struct client *client_start_process(const struct process_plan *plan, NTSTATUS *status);
PEPROCESS client_process(const struct client *client); /* NULL: it has ended */

/* path as CreateFile takes it (\\.\WinDivert) or an NT name (\Device\WinDivert).
 * STATUS_PENDING: the driver lets the program wait for ever. */
NTSTATUS client_open(struct client *client, const char *path, unsigned *handle);
/* STATUS_INVALID_HANDLE, or as above. */
NTSTATUS client_close(struct client *client, unsigned handle);
/* The program ends: its I/O is cancelled, then its handles are closed, oldest first. */
void client_exit(struct client *client, NTSTATUS status);
bool client_has(const struct client *client, unsigned handle);

/* User memory of the program, zeroed, at multiples of 16.  0: there is no more (256 MB). */
uint64_t client_memory(size_t bytes);
/* Is it all memory that client_memory gave? */
bool client_memory_is(uint64_t address, size_t bytes);
/* What a snapshot must copy of the user half. */
struct extent client_extent(void);

/* An address may be 0 if its length is.  An unknown handle gives an operation that is done, and so
 * does one operation too many at a time (256): STATUS_QUOTA_EXCEEDED. */
struct operation *client_ioctl(struct client *client, unsigned handle, uint32_t code, uint64_t in,
    size_t in_bytes, uint64_t out, size_t out_bytes);
struct operation *client_read(struct client *client, unsigned handle, uint64_t out, size_t bytes);
struct operation *client_write(struct client *client, unsigned handle, uint64_t in, size_t bytes);

bool operation_done(const struct operation *operation);
/* Runs the machine until it is done; false: it will not be, not within a minute of virtual time. */
bool operation_wait(struct operation *operation);
void operation_cancel(struct operation *operation);
NTSTATUS operation_status(const struct operation *operation); /* STATUS_PENDING until it is done */
size_t operation_information(const struct operation *operation);
/* The buffer that the driver filled, or that it was told to. */
uint64_t operation_output(const struct operation *operation, size_t *bytes);

#endif
