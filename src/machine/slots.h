/*
 * Which slots of the framework's table a KMDF driver calls, told from its code.
 *
 * A driver does not import the framework's functions: it calls through a table
 * that it is bound to (kmdf/bind.h).  What it will want is read from its instructions,
 * so that `drydock imports` can tell it before anything runs.
 */
#ifndef MACHINE_SLOTS_H
#define MACHINE_SLOTS_H

#include "image/pe.h"

#include <stdbool.h>

#define SLOTS_LIMIT 512

struct slots {
	unsigned major, minor; /* the version that the driver was built for */
	unsigned count;        /* the slots that it knows */
	bool used[SLOTS_LIMIT];
};

/* False: no KMDF driver. */
bool slots_find(const struct pe *pe, const uint8_t *bytes, struct slots *slots);

#endif
