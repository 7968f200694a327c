/*
 * Who called whom: the driver's frames, across its calls to us and ours to it.
 */
#ifndef EXCEPTION_TRACE_H
#define EXCEPTION_TRACE_H

#include <stddef.h>
#include <stdint.h>

/* Of the running thread, innermost first: where it faulted, if it did, and return addresses. */
size_t trace_now(uintptr_t *addresses, size_t limit);

#endif
