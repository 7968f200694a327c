/*
 * The journal as text, one line an event: step, thread, what happened, with the names
 * of contracts, entry points, rules and driver addresses.
 *
 * Only in the process of the machine, and between a life's verdict and the next
 * life: the names come from there.
 */
#ifndef REPORT_JOURNAL_H
#define REPORT_JOURNAL_H

#include "base/text.h"
#include "ledger/journal.h"

/* One line, with its newline. */
void journal_line(const struct event *event, struct text *out);

#endif
