/*
 * The language handler of C: __try blocks, as a function's scope table lists them, innermost first.
 *
 * Windows: a row with a jump target is __try/__except: its filter (or 1) is asked in the search, and
 *   the jump target is where its block begins.  A row without is __try/__finally, called while the
 *   frame is unwound.  A jump target that is in the same frame ends the unwinding there: outer
 *   blocks go on.  [learn:exception-handling-x64; learn:try-except-statement; learn:try-finally-statement]
 */
#include "exception/dispatch.h"

#include "exception/exports.h"
#include "ledger/finding.h"

struct scope {
	ULONG begin, end, handler, target; /* a row of SCOPE_TABLE */
};

NTAPI EXCEPTION_DISPOSITION __C_specific_handler(EXCEPTION_RECORD *ExceptionRecord,
    PVOID EstablisherFrame, CONTEXT *ContextRecord, DISPATCHER_CONTEXT *DispatcherContext);
NTAPI void _local_unwind(PVOID frame, PVOID target);

/* The next row whose block holds the rva; ScopeIndex is behind it then.  False: there is none. */
static bool
scope_next(DISPATCHER_CONTEXT *dispatcher, ULONG rva, struct scope *scope)
{
	const SCOPE_TABLE *table = dispatcher->HandlerData;
	ULONG count;

	if (!walk_read(NULL, (uint64_t)&table->Count, &count, sizeof count))
		count = 0;
	while (dispatcher->ScopeIndex < count) {
		const void *row = &table->ScopeRecord[dispatcher->ScopeIndex++];

		if (!walk_read(NULL, (uint64_t)row, scope, sizeof *scope))
			driver_crashes(RULE_X6, gate_caller(), "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
			    "its tables list %u __try blocks, more than there is room for", count);
		if (rva >= scope->begin && rva < scope->end)
			return true;
	}
	return false;
}

/* A filter or __finally block runs for the function whose handler we are: the walk passes on there. */
static uint64_t
block_call(enum entry_kind kind, uintptr_t block, uint64_t argument, uint64_t frame)
{
	struct walk here;
	struct seam seam = { .at = &here.now };

	walk_from_call(&here);
	seam.segment = here.segment;
	seam.beyond = here.seam;
	return seam_call(&seam, kind, block, (const uint64_t[4]){ argument, frame });
}

static LONG
filter_answer(const struct scope *scope, EXCEPTION_RECORD *record, uint64_t frame, CONTEXT *context,
    uint64_t base)
{
	EXCEPTION_POINTERS pointers = { record, context };

	if (scope->handler == EXCEPTION_EXECUTE_HANDLER)
		return EXCEPTION_EXECUTE_HANDLER;
	return (LONG)block_call(
	    ENTRY_FILTER, handler_address(base, scope->handler), ARG(&pointers), frame);
}

static EXCEPTION_DISPOSITION
search_scopes(
    EXCEPTION_RECORD *record, uint64_t frame, CONTEXT *context, DISPATCHER_CONTEXT *dispatcher)
{
	uint64_t base = dispatcher->ImageBase;
	ULONG rva = (ULONG)(dispatcher->ControlPc - base);
	struct scope scope;

	while (scope_next(dispatcher, rva, &scope)) {
		LONG answer;
		struct walk walk;

		if (scope.target == 0)
			continue;
		answer = filter_answer(&scope, record, frame, context, base);
		if (answer < 0)
			return ExceptionContinueExecution;
		if (answer == 0)
			continue;
		walk_from_call(&walk);
		exception_unwind(&walk,
		    &(struct unwind_target){ frame, handler_address(base, scope.target),
			(uint32_t)record->ExceptionCode },
		    record);
	}
	return ExceptionContinueSearch;
}

static EXCEPTION_DISPOSITION
unwind_scopes(EXCEPTION_RECORD *record, uint64_t frame, DISPATCHER_CONTEXT *dispatcher)
{
	uint64_t base = dispatcher->ImageBase;
	bool last = (record->ExceptionFlags & EXCEPTION_TARGET_UNWIND) != 0;
	ULONG rva = (ULONG)(dispatcher->ControlPc - base);
	ULONG target = (ULONG)(dispatcher->TargetIp - base);
	struct scope scope;

	while (scope_next(dispatcher, rva, &scope)) {
		if (last && target >= scope.begin && target < scope.end)
			break;
		if (scope.target != 0 && last && target == scope.target)
			break;
		if (scope.target == 0)
			block_call(
			    ENTRY_FINALLY, handler_address(base, scope.handler), true, frame);
	}
	return ExceptionContinueSearch;
}

EXCEPTION_DISPOSITION NTAPI
__C_specific_handler(EXCEPTION_RECORD *ExceptionRecord, PVOID EstablisherFrame,
    CONTEXT *ContextRecord, DISPATCHER_CONTEXT *DispatcherContext)
{
	uint64_t frame = (uint64_t)EstablisherFrame;

	if ((ExceptionRecord->ExceptionFlags & EXCEPTION_UNWIND) != 0)
		return unwind_scopes(ExceptionRecord, frame, DispatcherContext);
	return search_scopes(ExceptionRecord, frame, ContextRecord, DispatcherContext);
}

/* Windows: a jump out of a __try block that has a __finally.  [learn:try-finally-statement] */
void NTAPI
_local_unwind(PVOID frame, PVOID target)
{
	EXCEPTION_RECORD record = { .ExceptionCode = STATUS_UNWIND,
		.ExceptionAddress = (void *)gate_caller() };
	struct walk walk;

	walk_from_call(&walk);
	exception_unwind(
	    &walk, &(struct unwind_target){ (uint64_t)frame, (uint64_t)target, 0 }, &record);
}

const struct contract scope_exports[] = {
	EXPORT(__C_specific_handler, 4, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(_local_unwind, 2, HIGH_LEVEL, REFUSAL_NONE, NO_RETURN),
	EXPORTS_END,
};
