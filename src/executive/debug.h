/*
 * What a driver says: DbgPrint and its kin.
 */
#ifndef EXECUTIVE_DEBUG_H
#define EXECUTIVE_DEBUG_H

#include "kernel/contract.h"

/* Where the lines go; NULL: nowhere.  A property of the run, not of the machine. */
void debug_sink(void (*line)(const char *text));

extern const struct contract debug_exports[];

#endif
