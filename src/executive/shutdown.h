/*
 * The end of the machine, as devices hear of it: IRP_MJ_SHUTDOWN.
 */
#ifndef EXECUTIVE_SHUTDOWN_H
#define EXECUTIVE_SHUTDOWN_H

#include "kernel/contract.h"

void shutdown_start(void);

/* On a system thread: every device that registered gets its request. */
void shutdown_tell(void);

extern const struct contract shutdown_exports[];

#endif
