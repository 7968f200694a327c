/*
 * Error log entries.
 */
#ifndef EXECUTIVE_LOG_H
#define EXECUTIVE_LOG_H

#include "kernel/contract.h"

extern const struct contract log_exports[];

#endif
