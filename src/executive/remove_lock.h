/*
 * Remove locks, IoXxxRemoveLockEx.
 */
#ifndef EXECUTIVE_REMOVE_LOCK_H
#define EXECUTIVE_REMOVE_LOCK_H

#include "kernel/contract.h"
#include "nt/io.h"

extern const struct contract remove_lock_exports[];

#endif
