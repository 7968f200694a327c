/*
 * What the processor can do, and its extended state, which kernel code must
 * save before it uses AVX.
 *
 * Windows: features are those that the processor and the system both have.  Code that touches the
 *   upper halves of the YMM registers saves them first and restores them before it returns.
 *   [ddi:KeSaveExtendedProcessorState; kernel/floating-point-support-for-64-bit-drivers]
 * Here: the features are fixed, whatever the host has, so that a driver runs alike everywhere; no
 *   AVX is among them.
 */
#include "host/arena.h"
#include "kernel/block.h"
#include "kernel/exports.h"
#include "ledger/finding.h"
#include "nt/ke.h"
#include "nt/processor.h"
#include "sched/thread.h"

#define ENABLED_FEATURES XSTATE_MASK_LEGACY
#define LARGEST_CACHE_LINE 64

static BOOLEAN NTAPI
ExIsProcessorFeaturePresent(ULONG ProcessorFeature)
{
	switch (ProcessorFeature) {
	case PF_COMPARE_EXCHANGE_DOUBLE:
	case PF_MMX_INSTRUCTIONS_AVAILABLE:
	case PF_XMMI_INSTRUCTIONS_AVAILABLE:
	case PF_RDTSC_INSTRUCTION_AVAILABLE:
	case PF_PAE_ENABLED:
	case PF_XMMI64_INSTRUCTIONS_AVAILABLE:
	case PF_NX_ENABLED:
	case PF_SSE3_INSTRUCTIONS_AVAILABLE:
	case PF_COMPARE_EXCHANGE128:
	case PF_FASTFAIL_AVAILABLE:
		return TRUE;
	}
	return FALSE;
}

static ULONG NTAPI
KeGetRecommendedSharedDataAlignment(void)
{
	return LARGEST_CACHE_LINE;
}

/* Windows: UserMode where the thread came in by a system call.  [ddi:ExGetPreviousMode] */
static KPROCESSOR_MODE NTAPI
ExGetPreviousMode(void)
{
	return thread_now()->kind == THREAD_CLIENT ? UserMode : KernelMode;
}

/*
 * Windows: the mask must name nothing that is not enabled.
 * Here: of what is, the calling convention keeps all that must be kept, so only the pairing is kept
 *   account of.
 */
static NTSTATUS NTAPI
KeSaveExtendedProcessorState(ULONG64 Mask, PXSTATE_SAVE XStateSave)
{
	if ((Mask & ~(ULONG64)ENABLED_FEATURES) != 0)
		not_modelled(
		    "KeSaveExtendedProcessorState: features %#llx", (unsigned long long)Mask);
	*XStateSave =
	    (XSTATE_SAVE){ .Thread = owner_now(), .Level = irql_now(), .XStateContext.Mask = Mask };
	ledger_enter(HOLDING_EXTENDED_STATE, (uintptr_t)XStateSave, sizeof *XStateSave);
	return STATUS_SUCCESS;
}

/* Windows: by the thread that saved it, at the IRQL at which it did.  [ddi:KeRestoreExtendedProcessorState] */
static void NTAPI
KeRestoreExtendedProcessorState(PXSTATE_SAVE XStateSave)
{
	if (!ledger_strike(HOLDING_EXTENDED_STATE, (uintptr_t)XStateSave))
		driver_is_wrong(RULE_R92,
		    "KeRestoreExtendedProcessorState of %p, where nothing is saved",
		    (void *)XStateSave);
	if (XStateSave->Thread != owner_now() || XStateSave->Level != irql_now())
		finding(RULE_R92,
		    "restores the extended state on another thread or at another IRQL than it was "
		    "saved");
}

const struct contract feature_exports[] = {
	EXPORT(ExIsProcessorFeaturePresent, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("the same on every host: SSE3, no AVX")),
	EXPORT(KeGetRecommendedSharedDataAlignment, 0, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(ExGetPreviousMode, 0, DISPATCH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(wdm)),
	EXPORT(KeSaveExtendedProcessorState, 2, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm),
	    APPROXIMATES("x87 and SSE alone"), ENTERS(EXTENDED_STATE)),
	EXPORT(KeRestoreExtendedProcessorState, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    STRIKES(EXTENDED_STATE)),
	EXPORTS_END,
};
