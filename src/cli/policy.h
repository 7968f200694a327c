/*
 * The policy that a machine begins with, and what netsh would show of it: the part of `wfp`,
 * --policy, --wfpstate and --netevents that runs in the machine's process.
 */
#ifndef CLI_POLICY_H
#define CLI_POLICY_H

#include "bfe/import.h"

/* False: the file can't be read, `error` says why.  What of it this machine can't have is logged. */
bool policy_install(const char *name, const char *bytes, size_t length, struct xml_error *error);

/* What was installed; NULL: nothing. */
const struct import *policy_import(void);

/* What it held, for people. */
void policy_summary(struct text *out);
bool policy_complete(void); /* nothing of it was left out */

#endif
