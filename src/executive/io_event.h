/*
 * Named events, IoCreateXxxEvent.
 */
#ifndef EXECUTIVE_IO_EVENT_H
#define EXECUTIVE_IO_EVENT_H

#include "kernel/contract.h"

void io_event_start(void);

extern const struct contract io_event_exports[];

#endif
