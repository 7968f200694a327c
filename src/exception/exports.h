/*
 * The exception floor's tables of entry points.
 */
#ifndef EXCEPTION_EXPORTS_H
#define EXCEPTION_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract scope_exports[];  /* __C_specific_handler, _local_unwind */
extern const struct contract raise_exports[];  /* RtlRaise…, ExRaise… */
extern const struct contract unwind_exports[]; /* RtlUnwind…, RtlLookupFunctionEntry, contexts */
extern const struct contract trace_exports[];  /* RtlCaptureStackBackTrace, RtlWalkFrameChain */
extern const struct contract stack_exports[];  /* stack limits and larger stacks, __chkstk */

#endif
