/*
 * Classify handles: how a driver names a classify beyond the call of its classifyFn.
 *
 * With a handle it pends the classify, and gets at what it may change: at the redirect layers a
 * copy of the connect or bind request.  A copy counts when it is applied; the request has
 * then a new version, whose history the next callout can read.
 *
 * A handle is the address of the classify's indication, which lives as long as the classify runs, a
 * handle is not released, or the classify is pended.
 */
#ifndef WFP_HANDLE_H
#define WFP_HANDLE_H

#include "kernel/contract.h"
#include "nt/fwp.h"

#include <stdint.h>

struct classify;

/* The classify is over: what was applied is in its request, unless it is pended. */
void handle_classified(struct classify *classify);

NTSTATUS NTAPI FwpsAcquireClassifyHandle0(
    void *classifyContext, UINT32 flags, UINT64 *classifyHandle);
void NTAPI FwpsReleaseClassifyHandle0(UINT64 classifyHandle);
NTSTATUS NTAPI FwpsPendClassify0(
    UINT64 classifyHandle, UINT64 filterId, UINT32 flags, FWPS_CLASSIFY_OUT0 *classifyOut);
void NTAPI FwpsCompleteClassify0(
    UINT64 classifyHandle, UINT32 flags, const FWPS_CLASSIFY_OUT0 *classifyOut);
NTSTATUS NTAPI FwpsAcquireWritableLayerDataPointer0(UINT64 classifyHandle, UINT64 filterId,
    UINT32 flags, PVOID *writableLayerData, FWPS_CLASSIFY_OUT0 *classifyOut);
void NTAPI FwpsApplyModifiedLayerData0(
    UINT64 classifyHandle, PVOID modifiedLayerData, UINT32 flags);

extern const struct contract handle_exports[];

#endif
