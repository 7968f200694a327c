/*
 * IRQL changes, for our own floors and for the driver's calls.
 */
#ifndef KERNEL_IRQL_H
#define KERNEL_IRQL_H

#include "nt/types.h"

KIRQL irql_raise(KIRQL irql); /* returns the old one; lowering by it is a driver's or our own bug */
void irql_lower(KIRQL irql);  /* a scheduling point when it drops below DISPATCH_LEVEL */

#endif
