/*
 * The filter engine's service stops and starts, and the whole machine restarts.
 *
 * What is on the disk outlives a restart: the registry without its volatile keys, the files, and
 * the engine's persistent policy.  All else is as it was before the driver was first loaded.
 *
 * Drivers are not unloaded: their devices are told of the shutdown, and then they are gone.
 * [kernel/unload-routine-environment; semantics 1.2]
 */
#ifndef MACHINE_RESTART_H
#define MACHINE_RESTART_H

#include <stdbool.h>

/* False: a callback of the driver's does not return, or the life is over. */
bool machine_stop_bfe(void);
bool machine_start_bfe(void);

/* The machine is up again as far as its TCP/IP stack; machine_load_again loads the driver. */
bool machine_restart(void);

#endif
