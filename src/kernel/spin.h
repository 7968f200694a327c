/*
 * Spin locks of the driver's, for our own floors: kernel/lock.c owns the word.
 */
#ifndef KERNEL_SPIN_H
#define KERNEL_SPIN_H

#include "nt/ke.h"

void spin_acquire(KSPIN_LOCK *lock); /* at the IRQL that it is */
void spin_release(KSPIN_LOCK *lock);

/* [ddi:ExInterlockedInsertHeadList, …] */
PLIST_ENTRY NTAPI ExInterlockedInsertHeadList(
    PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock);
PLIST_ENTRY NTAPI ExInterlockedInsertTailList(
    PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock);
PLIST_ENTRY NTAPI ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock);

#endif
