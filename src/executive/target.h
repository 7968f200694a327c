/*
 * What the machine is, a release of Windows on so many processors, and what it makes up: GUIDs.
 */
#ifndef EXECUTIVE_TARGET_H
#define EXECUTIVE_TARGET_H

#include "kernel/contract.h"

#define BUILD_WIN10_22H2 19045u
#define BUILD_WIN11_24H2 26100u

/* A property of the run, not of the machine. */
void target_set(uint32_t build);
uint32_t target_build(void);

extern const struct contract target_exports[];

#endif
