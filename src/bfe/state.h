/*
 * The state of the Base Filtering Engine, and who wants to hear of it.
 */
#ifndef BFE_STATE_H
#define BFE_STATE_H

#include "nt/fwp.h"

void state_start(void); /* RUNNING */

/* The scenario starts or stops the engine: subscribers are called on threads of their own, and the
 * sessions of a stopped engine are aborted. */
void bfe_state_set(FWPM_SERVICE_STATE state);

#endif
