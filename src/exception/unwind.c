/* Unwinding as a service: for language handlers of the driver's own, and for its stack walks. */
#include "exception/context.h"
#include "exception/dispatch.h"
#include "exception/exports.h"
#include "host/code.h"
#include "image/unwind_table.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "sched/thread.h"

NTAPI void RtlUnwindEx(PVOID TargetFrame, PVOID TargetIp, EXCEPTION_RECORD *ExceptionRecord,
    PVOID ReturnValue, CONTEXT *ContextRecord, PVOID HistoryTable);
NTAPI void RtlUnwind(
    PVOID TargetFrame, PVOID TargetIp, EXCEPTION_RECORD *ExceptionRecord, PVOID ReturnValue);
NTAPI PRUNTIME_FUNCTION RtlLookupFunctionEntry(
    ULONG64 ControlPc, ULONG64 *ImageBase, PVOID HistoryTable);
NTAPI PEXCEPTION_ROUTINE RtlVirtualUnwind(ULONG HandlerType, ULONG64 ImageBase, ULONG64 ControlPc,
    PRUNTIME_FUNCTION FunctionEntry, CONTEXT *ContextRecord, PVOID *HandlerData,
    ULONG64 *EstablisherFrame, PVOID ContextPointers);
NTAPI void RtlCaptureContext(CONTEXT *ContextRecord);
NTAPI void RtlRestoreContext(CONTEXT *ContextRecord, EXCEPTION_RECORD *ExceptionRecord);
NTAPI PVOID RtlPcToFileHeader(PVOID PcValue, PVOID *BaseOfImage);

void NTAPI
RtlUnwind(PVOID TargetFrame, PVOID TargetIp, EXCEPTION_RECORD *ExceptionRecord, PVOID ReturnValue)
{
	EXCEPTION_RECORD own = { .ExceptionCode = STATUS_UNWIND,
		.ExceptionAddress = (void *)gate_caller() };
	struct walk walk;

	if (ExceptionRecord != NULL && ExceptionRecord->ExceptionCode == STATUS_UNWIND_CONSOLIDATE)
		not_modelled("RtlUnwindEx: STATUS_UNWIND_CONSOLIDATE");
	walk_from_call(&walk);
	exception_unwind(&walk,
	    &(struct unwind_target){
		(uint64_t)TargetFrame, (uint64_t)TargetIp, (uint64_t)ReturnValue },
	    ExceptionRecord != NULL ? ExceptionRecord : &own);
}

/* Windows: ContextRecord and HistoryTable are room to work in.  [win32:RtlUnwindEx] */
void NTAPI
RtlUnwindEx(PVOID TargetFrame, PVOID TargetIp, EXCEPTION_RECORD *ExceptionRecord, PVOID ReturnValue,
    CONTEXT *ContextRecord, PVOID HistoryTable)
{
	(void)ContextRecord, (void)HistoryTable;
	RtlUnwind(TargetFrame, TargetIp, ExceptionRecord, ReturnValue);
}

/* Windows: NULL for a leaf function, and outside of every image.  [win32:RtlLookupFunctionEntry] */
PRUNTIME_FUNCTION NTAPI
RtlLookupFunctionEntry(ULONG64 ControlPc, ULONG64 *ImageBase, PVOID HistoryTable)
{
	struct unwind_image image = { .base = 0 };
	struct unwind_table table = { .image = &image, .read = walk_read };
	struct unwind_function function;

	(void)HistoryTable;
	if (!walk_image(ControlPc, &image)) {
		*ImageBase = 0;
		return NULL;
	}
	*ImageBase = image.base;
	if (unwind_function_find(&table, (uint32_t)(ControlPc - image.base), &function)
	    != UNWIND_FOUND_ENTRY)
		return NULL;
	return (PRUNTIME_FUNCTION)(image.base + function.entry);
}

/*
 * Windows: the handler of the frame, if it is of the wanted type and ControlPc is in the body;
 *   the context becomes the caller's.  [win32:RtlVirtualUnwind]
 * Here: the entry is looked up by ControlPc; where saved registers stood is not told; and no
 *   address of ours is: where the driver was entered, rip becomes 0, as where a thread begins.
 */
PEXCEPTION_ROUTINE NTAPI
RtlVirtualUnwind(ULONG HandlerType, ULONG64 ImageBase, ULONG64 ControlPc,
    PRUNTIME_FUNCTION FunctionEntry, CONTEXT *ContextRecord, PVOID *HandlerData,
    ULONG64 *EstablisherFrame, PVOID ContextPointers)
{
	struct unwind_image image = { .base = 0 };
	struct unwind_registers registers;
	struct unwind_frame frame;

	(void)ImageBase, (void)FunctionEntry, (void)ContextPointers;
	walk_image(ControlPc, &image);
	registers_of_context(ContextRecord, &registers);
	registers.rip = ControlPc;
	if (!unwind_step_frame(&image, walk_read, NULL, &registers, &frame))
		raise_status(STATUS_BAD_STACK);
	if (code_is_ours(registers.rip))
		registers.rip = 0;
	context_move(ContextRecord, &registers);
	*EstablisherFrame = frame.establisher;
	if (((HandlerType & UNW_FLAG_EHANDLER) == 0 || !frame.handles_exceptions)
	    && ((HandlerType & UNW_FLAG_UHANDLER) == 0 || !frame.handles_unwinding))
		return NULL;
	*HandlerData = (void *)(image.base + frame.handler_data);
	return (PEXCEPTION_ROUTINE)handler_address(image.base, frame.handler);
}

void NTAPI
RtlCaptureContext(CONTEXT *ContextRecord)
{
	struct unwind_registers registers;

	registers_of_call(thread_now()->frame, &registers);
	context_make(ContextRecord, &registers, NULL);
}

/* The part of the stack that the context's rsp stands in: what lies below is left. */
static void
settle_at(uint64_t rsp)
{
	struct walk walk;

	walk_from_call(&walk);
	while (walk.seam != NULL && (uint64_t)walk.seam < rsp) {
		walk.segment = walk.seam->segment;
		walk.seam = walk.seam->beyond;
	}
	if (walk.segment.frame != NULL && (uint64_t)walk.segment.frame < rsp)
		not_modelled("RtlRestoreContext to a frame from which the driver was left");
	walk_settle(&walk);
}

/* Windows: no unwinding; what is special in a record is longjmp and consolidation.
 *   [win32:RtlRestoreContext] */
void NTAPI
RtlRestoreContext(CONTEXT *ContextRecord, EXCEPTION_RECORD *ExceptionRecord)
{
	if (ExceptionRecord != NULL)
		not_modelled("RtlRestoreContext with an exception record");
	settle_at(ContextRecord->Rsp);
	context_resume(ContextRecord);
}

PVOID NTAPI
RtlPcToFileHeader(PVOID PcValue, PVOID *BaseOfImage)
{
	struct unwind_image image = { .base = 0 };

	walk_image((uint64_t)PcValue, &image);
	*BaseOfImage = (void *)image.base;
	return *BaseOfImage;
}

#define VOLATILES "volatile registers but rcx, rdx, r8 and r9 are zero"

const struct contract unwind_exports[] = {
	EXPORT(RtlUnwindEx, 6, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN),
	EXPORT(RtlUnwind, 4, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN),
	EXPORT(RtlLookupFunctionEntry, 3, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(RtlVirtualUnwind, 8, HIGH_LEVEL, REFUSAL_NONE, 0,
	    APPROXIMATES("looks the function up itself, leaves ContextPointers alone, and ends "
			 "where the driver was entered")),
	EXPORT(RtlCaptureContext, 1, HIGH_LEVEL, REFUSAL_NONE, 0, APPROXIMATES(VOLATILES)),
	EXPORT(RtlRestoreContext, 2, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN,
	    APPROXIMATES("without an exception record, within one entry of the driver")),
	EXPORT(RtlPcToFileHeader, 2, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};
