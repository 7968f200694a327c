/*
 * Open files: what a client program's handle to a device stands for.
 *
 * All of it happens on a thread of the client's, which waits where Windows'
 * thread would wait.
 */
#ifndef EXECUTIVE_FILE_H
#define EXECUTIVE_FILE_H

#include "executive/request.h"
#include "kernel/contract.h"
#include "nt/io.h"

#include <stdbool.h>

/*
 * The path as a program writes it (\\.\Name) or as the kernel does (\Device\Name).
 * `process` becomes the running thread's, NULL leaves it.  The status is the
 * one of IRP_MJ_CREATE, or why there was none.
 */
NTSTATUS file_open(const char *path, void *process, FILE_OBJECT **file);

/* By the kernel, for a driver.  `process` NULL: the system. */
NTSTATUS file_open_path(
    PCUNICODE_STRING path, ACCESS_MASK access, void *process, FILE_OBJECT **file);

/* The handle goes: IRP_MJ_CLEANUP; and IRP_MJ_CLOSE when no request or reference is left. */
void file_close(FILE_OBJECT *file);

/* What the end of a client's thread does to its requests. */
void file_cancel_all(FILE_OBJECT *file);

/* For request.c. */
bool file_is_kernels(const FILE_OBJECT *file);
void file_request_add(FILE_OBJECT *file, struct request *request);
void file_create_set_up(FILE_OBJECT *file, IRP *irp, IO_STACK_LOCATION *stack);

extern const struct contract file_exports[];

#endif
