/*
 * Notifications of processes and threads.
 *
 * Each is told on the thread on which Windows tells it: a creation on the
 * creator's, an end on a thread that ends.
 */
#ifndef EXECUTIVE_NOTIFY_H
#define EXECUTIVE_NOTIFY_H

#include "executive/process.h"

#include <stdbool.h>

void notify_start(void);

/* Does anybody want to know of processes, threads or images? */
bool notify_watched(void);

/* STATUS_SUCCESS, or why a driver refuses the process. */
NTSTATUS notify_process_begins(PEPROCESS process);
void notify_process_ends(PEPROCESS process);

void notify_thread_begins(PETHREAD thread); /* on the creator's thread */
void notify_thread_enters(PETHREAD thread); /* on the new thread itself */
void notify_thread_ends(PETHREAD thread);   /* once */

extern const struct contract notify_exports[];

#endif
