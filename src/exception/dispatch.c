/*
 * Windows: the search calls the language handler of each frame that has one, innermost first, with
 *   the flag for nested exceptions while the frame is one that is handling another; a handler that
 *   wants the exception calls RtlUnwindEx, which calls the handlers again, from the innermost frame to
 *   the target's, with the unwinding flags.  An exception raised by a handler
 *   during that is dispatched from where the unwinding had come to, not through frames that are gone
 *   already: the unwinds collide.  [learn:exception-handling-x64, Language-specific handler]
 *
 * Handlers run on the driver's own stack, below the frame that raised.  Each is entered through
 * the one door and a seam, so that what it raises in turn finds its way.
 */
#include "exception/dispatch.h"

#include "exception/context.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "ledger/status.h"
#include "sched/thread.h"

#include <string.h>

uintptr_t
handler_address(uint64_t image_base, uint32_t rva)
{
	struct unwind_image image;

	if (!walk_image(image_base, &image) || image.base != image_base || rva >= image.size)
		driver_crashes(RULE_X6, gate_caller(), "0x7E SYSTEM_THREAD_EXCEPTION_NOT_HANDLED",
		    "its tables name an exception handler at rva %#x, outside of its image", rva);
	return image_base + rva;
}

static void
dispatcher_make(DISPATCHER_CONTEXT *dispatcher, const struct walk *walk, CONTEXT *context)
{
	uint64_t base = walk->image.base;

	*dispatcher = (DISPATCHER_CONTEXT){ .ControlPc = walk->now.rip,
		.ImageBase = base,
		.FunctionEntry = (PRUNTIME_FUNCTION)(base + walk->frame.entry),
		.EstablisherFrame = walk->frame.establisher,
		.ContextRecord = context,
		.LanguageHandler = (PEXCEPTION_ROUTINE)handler_address(base, walk->frame.handler),
		.HandlerData = (void *)(base + walk->frame.handler_data),
		.ScopeIndex = walk->scope };
}

static EXCEPTION_DISPOSITION
handler_call(
    struct seam *seam, EXCEPTION_RECORD *record, CONTEXT *context, DISPATCHER_CONTEXT *dispatcher)
{
	return (EXCEPTION_DISPOSITION)(uint32_t)seam_call(seam, ENTRY_LANGUAGE_HANDLER,
	    (uintptr_t)dispatcher->LanguageHandler,
	    (const uint64_t[4]){
		ARG(record), dispatcher->EstablisherFrame, ARG(context), ARG(dispatcher) });
}

/* Windows: an answer that can't be is an exception in its turn, which can't be continued. */
static bool
answer_raises(
    NTSTATUS code, EXCEPTION_RECORD *cause, const CONTEXT *context, const struct walk *start)
{
	EXCEPTION_RECORD record = { .ExceptionCode = code,
		.ExceptionFlags = EXCEPTION_NONCONTINUABLE,
		.ExceptionRecord = cause,
		.ExceptionAddress = cause->ExceptionAddress };
	CONTEXT copy = *context;
	char text[64];

	status_text(cause->ExceptionCode, text, sizeof text);
	if (cause->ExceptionCode != code)
		exception_search(&record, &copy, start);
	driver_crashes(RULE_X12, (uintptr_t)cause->ExceptionAddress, raise_bugcheck(code), "%s %s",
	    code == STATUS_INVALID_DISPOSITION
		? "an exception handler returns what is no answer to"
		: "an exception filter continues execution, which can't be continued after",
	    text);
}

/* One frame's handler.  True: it says to go on with the context. */
static bool
frame_continues(
    struct walk *walk, EXCEPTION_RECORD *record, CONTEXT *context, const struct walk *start)
{
	DISPATCHER_CONTEXT dispatcher;
	CONTEXT scratch;
	struct seam seam = { .at = &start->now,
		.segment = start->segment,
		.beyond = start->seam,
		.nested_to = walk->frame.establisher };

	context_make(&scratch, &walk->caller, NULL);
	dispatcher_make(&dispatcher, walk, &scratch);
	switch (handler_call(&seam, record, context, &dispatcher)) {
	case ExceptionContinueExecution:
		if ((record->ExceptionFlags & EXCEPTION_NONCONTINUABLE) != 0)
			return answer_raises(
			    STATUS_NONCONTINUABLE_EXCEPTION, record, context, start);
		return true;
	case ExceptionContinueSearch:
		return false;
	case ExceptionNestedException:
		record->ExceptionFlags |= EXCEPTION_NESTED_CALL;
		return false;
	case ExceptionCollidedUnwind:
		break;
	}
	return answer_raises(STATUS_INVALID_DISPOSITION, record, context, start);
}

bool
exception_search(EXCEPTION_RECORD *record, CONTEXT *context, const struct walk *start)
{
	struct walk walk = *start;
	enum walk_end end;

	if (!raise_has_room((uint64_t)__builtin_frame_address(0)))
		driver_crashes(RULE_X3, (uintptr_t)record->ExceptionAddress,
		    "0x7F UNEXPECTED_KERNEL_MODE_TRAP",
		    "used up its kernel stack with exceptions in its exception handlers");
	for (; (end = walk_look(&walk)) == WALK_FRAME; walk_up(&walk)) {
		record->ExceptionFlags &= ~(ULONG)EXCEPTION_NESTED_CALL;
		if (walk.frame.establisher <= walk.nested_to)
			record->ExceptionFlags |= EXCEPTION_NESTED_CALL;
		if (walk.frame.handles_exceptions && frame_continues(&walk, record, context, start))
			return true;
	}
	if (end == WALK_BROKEN)
		record->ExceptionFlags |= EXCEPTION_STACK_INVALID;
	return false;
}

/* Windows: after its handler the frame is gone. */
static void
frame_unwound(struct walk *walk, const struct unwind_target *target, EXCEPTION_RECORD *record)
{
	DISPATCHER_CONTEXT dispatcher;
	CONTEXT context;
	struct seam seam = { .at = &walk->now,
		.segment = walk->segment,
		.beyond = walk->seam,
		.dispatcher = &dispatcher };

	if (walk->collided)
		record->ExceptionFlags |= EXCEPTION_COLLIDED_UNWIND;
	context_make(&context, &walk->now, NULL);
	dispatcher_make(&dispatcher, walk, &context);
	dispatcher.TargetIp = target->ip;
	context.Rax = target->value;
	if (handler_call(&seam, record, &context, &dispatcher) != ExceptionContinueSearch)
		raise_status(STATUS_INVALID_DISPOSITION);
	record->ExceptionFlags &= ~(ULONG)EXCEPTION_COLLIDED_UNWIND;
}

static _Noreturn void
go_on(const struct walk *walk, const struct unwind_target *target)
{
	CONTEXT context;

	context_make(&context, &walk->now, NULL);
	context.Rip = target->ip;
	context.Rax = target->value;
	walk_settle(walk);
	context_resume(&context);
}

void
exception_unwind(struct walk *walk, const struct unwind_target *target, EXCEPTION_RECORD *record)
{
	enum walk_end end;

	if (!raise_has_room((uint64_t)__builtin_frame_address(0)))
		driver_crashes(RULE_X3, gate_caller(), "0x7F UNEXPECTED_KERNEL_MODE_TRAP",
		    "used up its kernel stack while it unwinds");
	record->ExceptionFlags |=
	    EXCEPTION_UNWINDING | (target->frame == 0 ? EXCEPTION_EXIT_UNWIND : 0);
	for (; (end = walk_look(walk)) == WALK_FRAME; walk_up(walk)) {
		uint64_t frame = walk->frame.establisher;

		if (target->frame != 0 && frame > target->frame)
			raise_status(STATUS_INVALID_UNWIND_TARGET);
		if (frame == target->frame)
			record->ExceptionFlags |= EXCEPTION_TARGET_UNWIND;
		if (walk->frame.handles_unwinding)
			frame_unwound(walk, target, record);
		if (frame == target->frame)
			go_on(walk, target);
	}
	if (end == WALK_ENDS && target->frame == 0)
		exception_unhandled(record);
	raise_status(end == WALK_BROKEN ? STATUS_BAD_STACK : STATUS_INVALID_UNWIND_TARGET);
}

void
exception_unhandled(const EXCEPTION_RECORD *record)
{
	NTSTATUS code = record->ExceptionCode;
	char text[64];

	status_text(code, text, sizeof text);
	driver_crashes(RULE_X12, (uintptr_t)record->ExceptionAddress, raise_bugcheck(code),
	    "raises %s, which nobody handles", text);
}

/* Our function that raised is left before the search: from now on the driver runs. */
void
exception_raised(const struct raise *raise)
{
	struct thread *thread = thread_now();
	struct gate_frame *frame = thread->frame;
	EXCEPTION_RECORD record = { .ExceptionCode = raise->code,
		.ExceptionFlags = raise->continuable ? 0 : EXCEPTION_NONCONTINUABLE,
		.ExceptionAddress = (void *)raise->where,
		.NumberParameters = raise->parameters };
	struct walk start;
	CONTEXT context;

	memcpy(record.ExceptionInformation, raise->parameter, sizeof raise->parameter);
	if (raise->registers != NULL)
		walk_from_fault(&start, raise->registers);
	else
		walk_from_call(&start);
	context_make(&context, &start.now, raise->registers);
	if (raise->code == STATUS_BREAKPOINT)
		context.Rip = start.now.rip = raise->where;
	thread->frame = start.segment.frame;
	journal_add(EVENT_RAISE, (uint32_t)raise->code, raise->where, 0);
	if (exception_search(&record, &context, &start)) {
		if (raise->registers == NULL)
			not_modelled(
			    "an exception filter continues inside of a function of Windows");
		context_resume(&context);
	}
	thread->frame = frame;
}
