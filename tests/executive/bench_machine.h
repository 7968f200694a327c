/*
 * A machine for the executive's tests: the floors up to the executive, started
 * once and put back to that moment before each test.
 */
#ifndef TESTS_EXECUTIVE_BENCH_MACHINE_H
#define TESTS_EXECUTIVE_BENCH_MACHINE_H

#include "executive/driver.h"
#include "ledger/finding.h"

#include <stdbool.h>

int machine_fresh(void **state); /* cmocka's set-up */

/* Run `body` on a thread of a client's, and whatever it sets going, until nothing can run. */
enum life_end machine_run(void (*body)(void));

bool found(enum rule rule);                /* is there a finding of this rule? */
bool crashed(const char *bugcheck_begins); /* did the life end so? */

/* A driver without an image, past its DriverEntry. */
struct driver *driver_ready(void);
DEVICE_OBJECT *device_ready(struct driver *driver, const char *name, ULONG flags);

#endif
