/*
 * Cancel-safe IRP queues, IoCsqXxx.
 */
#ifndef EXECUTIVE_CSQ_H
#define EXECUTIVE_CSQ_H

#include "kernel/contract.h"

extern const struct contract csq_exports[];

#endif
