/*
 * Programs begin and end: what the drivers that want to know are told, each on
 * the thread on which Windows tells it.
 *
 * Called on the host's stack.  A program that drivers keep waiting inside a
 * notification is STATUS_PENDING for ever.
 */
#ifndef TRAFFIC_PROGRAM_H
#define TRAFFIC_PROGRAM_H

#include "executive/process.h"

/* NULL: a driver refused it, or holds it for ever; `status` tells. */
PEPROCESS program_begin(const struct process_plan *plan, NTSTATUS *status);
/* Tells that it ends; the process is signaled by program_gone. */
void program_exits(PEPROCESS process, NTSTATUS status);
void program_gone(PEPROCESS process);

PETHREAD program_thread(PEPROCESS process);
void program_thread_exits(PEPROCESS process, PETHREAD thread, NTSTATUS status);
void program_loads(PEPROCESS process, const char *path);

/* The handle that `opener` gets to `process`: what is left of the access after the object callbacks. */
NTSTATUS program_opens(PEPROCESS opener, PEPROCESS process, uint32_t access, uint32_t *granted);

#endif
