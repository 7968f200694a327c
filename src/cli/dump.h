/*
 * Of which Windows a dump is.  It has to be known before there is a machine, hence before the
 * dump is read: its text is searched, and what is found there is a hint, no more.
 */
#ifndef CLI_DUMP_H
#define CLI_DUMP_H

#include "machine/boot.h"

#include <stddef.h>

/* False: it does not tell.  `netsh wfp show filters` has no layers. */
bool dump_target(const char *bytes, size_t length, enum target *target);

#endif
