#ifndef KERNEL_BUGCHECK_H
#define KERNEL_BUGCHECK_H

#include "kernel/contract.h"

extern const struct contract bugcheck_exports[];

#endif
