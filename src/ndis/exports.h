/*
 * What drivers import from NDIS, and the Fwps functions that are about lists alone.
 */
#ifndef NDIS_EXPORTS_H
#define NDIS_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract ndis_exports[];
extern const struct contract ndis_lock_exports[];   /* spin locks, read/write locks */
extern const struct contract ndis_timer_exports[];  /* timer objects */
extern const struct contract ndis_work_exports[];   /* work items */
extern const struct contract ndis_system_exports[]; /* versions, times, processors, information */

/* Makes the engine's own pools; first of all in a life. */
void ndis_start(void);

#endif
