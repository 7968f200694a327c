/*
 * Routines that drivers look up by name while they run.
 */
#ifndef MACHINE_ROUTINE_H
#define MACHINE_ROUTINE_H

#include "kernel/contract.h"

extern const struct contract routine_exports[];

#endif
