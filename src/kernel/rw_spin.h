/*
 * Reader/writer spin locks, for our own floors (NDIS' are made of them).
 */
#ifndef KERNEL_RW_SPIN_H
#define KERNEL_RW_SPIN_H

#include "nt/io.h"

#include <stdbool.h>

void rw_acquire_shared(EX_SPIN_LOCK *lock); /* at the IRQL that it is */
void rw_acquire_exclusive(EX_SPIN_LOCK *lock);
void rw_release_shared(EX_SPIN_LOCK *lock);
void rw_release_exclusive(EX_SPIN_LOCK *lock);
bool rw_try_convert(EX_SPIN_LOCK *lock); /* shared to exclusive, if nobody else shares it */

#endif
