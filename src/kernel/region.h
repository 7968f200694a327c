/*
 * Critical and guarded regions: stretches in which a thread gets no APCs.
 */
#ifndef KERNEL_REGION_H
#define KERNEL_REGION_H

#include <stdbool.h>

void region_enter(void); /* critical: no normal kernel APCs */
void region_leave(const char *function);
void region_guard(void); /* guarded: no APCs at all */
void region_unguard(const char *function);

bool region_is_entered(void); /* normal kernel APCs are off, for whatever reason */

#endif
