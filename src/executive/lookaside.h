/*
 * Lookaside lists, and the interlocked singly linked lists beneath them.
 *
 * Windows: a list keeps up to Depth freed entries, and both allocating and
 *   freeing are inline in the driver: they look at ListHead first and call
 *   Allocate and Free of the structure otherwise.  [wdm.h]
 * Here: Depth is 0, so that every entry is a pool block of its own and every
 *   misuse of one is a misuse of pool.
 */
#ifndef EXECUTIVE_LOOKASIDE_H
#define EXECUTIVE_LOOKASIDE_H

#include "kernel/contract.h"

extern const struct contract lookaside_exports[];

#endif
