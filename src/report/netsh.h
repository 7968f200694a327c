/*
 * What `netsh wfp show` writes, of this machine: the same elements in the same order.
 *
 * What no engine of ours has (endpoints, statistics, …) is shown as an imported dump has it,
 * and is empty without one.
 */
#ifndef REPORT_NETSH_H
#define REPORT_NETSH_H

#include "base/text.h"
#include "bfe/import.h"

/* `import`: what the machine began with, or NULL. */
void netsh_state(const struct import *import, struct text *out);
void netsh_filters(struct text *out);
void netsh_events(struct text *out);

/* For the files of this floor: a moment of the virtual clock as netsh writes it. */
struct xml_writer;
void netsh_time(struct xml_writer *writer, const char *name, uint64_t when_100ns);

#endif
