/*
 * What drivers import from NDIS, and the Fwps functions that are about lists alone.
 */
#ifndef NDIS_EXPORTS_H
#define NDIS_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract ndis_exports[];

/* Makes the engine's own pools; first of all in a life. */
void ndis_start(void);

#endif
