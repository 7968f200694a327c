/*
 * A life: one driver, from load to verdict, under one seed.
 *
 *	machine_map(file, &error)	once: the image is laid out and bound
 *	life_begin(&plan)		restore, new journal, new choices
 *	machine_load()			DriverEntry
 *	… traffic …
 *	machine_stop()			the unload contract
 *	life_verdict(&verdict)
 *
 * All of them are called on the host's stack; each starts the threads it needs and runs the
 * machine until they are done.  When a call returns and life_over() holds, the driver
 * crashed, or something was not modelled: the machine can't go on and only the verdict
 * is left to ask for.
 */
#ifndef MACHINE_LIFE_H
#define MACHINE_LIFE_H

#include "image/pe.h"
#include "ledger/finding.h"
#include "machine/file.h"
#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct life_plan {
	uint64_t seed;
	uint64_t refused_call; /* REFUSE_NONE, or the number of the call that fails, from 0 */
	bool guard;            /* replay on guard pages */
	bool from_entry;       /* DriverEntry is run anew in this life */
};

/* Lay the image out, bind it, make the driver object; takes the snapshot "mapped".  The file
 * must outlive the machine.  False: exit 4, `error` says why. */
bool machine_map(const struct driver_file *file, struct pe_error *error);

/* From the snapshot after DriverEntry, if there is one and the plan does not say otherwise;
 * else from the snapshot "mapped". */
void life_begin(const struct life_plan *plan);
const struct life_plan *life_plan(void);
bool life_over(void);

/* DriverEntry on a system thread, unless the snapshot is from after it.  In an ordinary life (seed 0,
 * nothing refused) that succeeds the snapshot "loaded" is taken here. */
NTSTATUS machine_load(void);
bool machine_entered(void); /* this life has, or begins behind, a DriverEntry */
bool machine_loaded(void);
void *machine_driver_object(void);
/* The memory as it was before DriverEntry, in the same life: for machine/restart. */
void life_restore(void);
/* A second and later load of the same driver in the same life: maps the image anew. */
NTSTATUS machine_load_again(void);

enum stop_state {
	STOP_DONE,      /* the unload function returned, the image is closed */
	STOP_REFUSED,   /* no unload function: `status` */
	STOP_HELD_BACK, /* handles are open or requests under way; goes on when they are gone */
	STOP_HANGS,     /* the unload function does not return */
	STOP_CRASHED,   /* the life ended in it */
};

struct stop {
	enum stop_state state;
	NTSTATUS status;
	uint64_t took_100ns;
};

/* What NtUnloadDriver does; also waits for what arrives late (timers, completions, traffic). */
struct stop machine_stop(void);
/* After STOP_HELD_BACK: has the unload function run since? */
struct stop machine_stop_state(void);

/* Devices that registered for it are told that the machine shuts down; it goes on nevertheless, so that
 * what they did then can be seen.  False: one of them does not answer. */
bool machine_shutdown(void);

/* Run a function on a new machine thread until it returns; false: it waits for ever
 * (for what, is in the journal) or the life is over. */
bool machine_call(int thread_kind, void (*body)(void *), void *argument);
/* Let everything happen that is due within so much virtual time. */
void machine_settle(uint64_t for_100ns);

#endif
