/*
 * The one door from us to the driver.
 *
 *	status = (NTSTATUS)DRIVER_CALL(ENTRY_NOTIFY, notifyFn, type, key, filter);
 *
 * The call runs on the running thread at the IRQL that it has now.  The door
 * journals it, and on return checks that the IRQL, the spin locks held and
 * the critical regions are what they were [rules R91, R185].  Up to eight
 * arguments; each is passed as 64 bits, so a narrower one needs no care.
 */
#ifndef KERNEL_ENTER_H
#define KERNEL_ENTER_H

#include <stddef.h>
#include <stdint.h>

/* kind, what a report calls the function */
#define ENTRY_LIST(X) \
	X(DRIVER_ENTRY, "DriverEntry") \
	X(DRIVER_UNLOAD, "DriverUnload") \
	X(DISPATCH, "dispatch routine") \
	X(CANCEL, "cancel routine") \
	X(COMPLETION, "completion routine") \
	X(START_IO, "StartIo routine") \
	X(IO_TIMER, "IoTimer routine") \
	X(CSQ, "queue routine") \
	X(LOCK, "queue lock routine") \
	X(REINITIALIZE, "Reinitialize routine") \
	X(DPC, "DPC routine") \
	X(TIMER, "timer callback") \
	X(WORK_ITEM, "work item routine") \
	X(THREAD, "thread routine") \
	X(CLASSIFY, "classifyFn") \
	X(NOTIFY, "notifyFn") \
	X(FLOW_DELETE, "flowDeleteFn") \
	X(INJECT_COMPLETE, "injection completion") \
	X(BFE_STATE, "BFE state callback") \
	X(WDF_UNLOAD, "EvtDriverUnload") \
	X(WDF_FILE_CREATE, "EvtDeviceFileCreate") \
	X(WDF_FILE_CLEANUP, "EvtFileCleanup") \
	X(WDF_FILE_CLOSE, "EvtFileClose") \
	X(WDF_PREPROCESS, "EvtDeviceWdmIrpPreprocess") \
	X(WDF_SENT, "EvtRequestCompletionRoutine") \
	X(WDF_CALLER_CONTEXT, "EvtIoInCallerContext") \
	X(WDF_IO, "EvtIo") \
	X(WDF_CANCEL, "EvtRequestCancel") \
	X(WDF_CONTEXT_CLEANUP, "EvtCleanupCallback") \
	X(WDF_CONTEXT_DESTROY, "EvtDestroyCallback") \
	X(WDF_WORK_ITEM, "EvtWorkItem") \
	X(WDF_TIMER, "EvtTimerFunc") \
	X(WDF_DPC, "EvtDpcFunc") \
	X(WDF_QUEUE_STATE, "EvtIoQueueState") \
	X(LANGUAGE_HANDLER, "language handler") \
	X(FILTER, "exception filter") \
	X(FINALLY, "termination handler") \
	X(EXPANDED_STACK, "ExpandedStackCall") \
	X(OTHER, "callback")

enum entry_kind {
#define X(kind, name) ENTRY_##kind,
	ENTRY_LIST(X)
#undef X
	    ENTRY_KINDS,
};

uint64_t driver_call(enum entry_kind kind, uintptr_t function, const uint64_t arguments[8]);
const char *entry_name(enum entry_kind kind);

#define DRIVER_CALL(kind, function, ...) \
	driver_call(kind, (uintptr_t)(function), (const uint64_t[8]){ __VA_ARGS__ })

/* The pointers among the arguments go through this. */
#define ARG(pointer) ((uint64_t)(uintptr_t)(pointer))

#endif
