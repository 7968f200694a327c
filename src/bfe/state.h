/*
 * The state of the Base Filtering Engine, and who wants to hear of it.
 */
#ifndef BFE_STATE_H
#define BFE_STATE_H

#include "nt/fwp.h"

void state_start(void); /* RUNNING */
void state_boot(void);  /* STOPPED: nobody has subscribed yet */

/* Subscribers are called on threads of their own, and waited for. */
void state_set(FWPM_SERVICE_STATE state);

#endif
