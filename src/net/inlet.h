/*
 * The inlet: where the driver's injections come into the stack.
 */
#ifndef NET_INLET_H
#define NET_INLET_H

#include <stddef.h>

void inlet_start(void);
size_t inlet_in_flight(void);

#endif
