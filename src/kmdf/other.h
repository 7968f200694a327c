/*
 * Small slots that belong to no object of their own.
 */
#ifndef KMDF_OTHER_H
#define KMDF_OTHER_H

#include "kernel/contract.h"

extern const struct contract wdf_other_slots[];

#endif
