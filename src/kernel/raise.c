/*
 * Windows: a fault at a user address is an exception for the driver's handlers;
 *   one at a system address is not: it is bug check 0x50; and at or above
 *   DISPATCH_LEVEL there are no page faults, so it is 0xA or 0xD1.  An address that is not
 *   canonical is a general protection fault and an access violation at -1, at any IRQL.
 *   [learn:handling-exceptions; bug-check-0x50; bug-check-0xd1]
 * Here: a fault of our own function, on a pointer that the driver passed, is raised at the
 *   driver's call.  Our function is left where it stood; those that Windows runs at DISPATCH_LEVEL,
 *   or that would be left half done, are excepted: they end the life.
 */
#include "kernel/raise.h"

#include "host/arena.h"
#include "host/fiber.h"
#include "kernel/gate.h"
#include "kernel/trap.h"
#include "ledger/finding.h"
#include "ledger/status.h"
#include "sched/thread.h"

#include <stdio.h>
#include <string.h>

#define ASSERTION 0x2c

static raise_dispatch *dispatch;

void
raise_handled(raise_dispatch *by)
{
	dispatch = by;
}

bool
raise_tried(const struct raise *raise)
{
	if (dispatch != NULL)
		dispatch(raise);
	return false;
}

bool
raise_has_room(uint64_t rsp)
{
	struct stack_bounds stack = fiber_stack(fiber_now());

	return fiber_now() != fiber_main() && rsp - stack.low <= stack.bytes
	    && rsp - stack.low >= RAISE_ROOM;
}

/* Dispatcher objects and locks: Windows raises the IRQL before it looks at what it was given. */
static bool
raises_irql(const char *name)
{
	return strncmp(name, "Ke", 2) == 0 || strncmp(name, "Kf", 2) == 0
	    || strstr(name, "Interlocked") != NULL || strstr(name, "Lock") != NULL;
}

static bool
access_of(const struct fault *fault, struct raise *raise)
{
	if (fault->kind == FAULT_ACCESS
	    && (irql_now() >= DISPATCH_LEVEL || fault->address >= ARENA_KERNEL))
		return false;
	*raise = (struct raise){ .code = STATUS_ACCESS_VIOLATION,
		.continuable = true,
		.where = fault->registers->rip,
		.parameters = 2,
		.parameter = { fault->execute ? 8 : fault->write, fault->address } };
	if (fault->kind == FAULT_GENERAL) {
		raise->parameter[0] = 0;
		raise->parameter[1] = UINT64_MAX;
	}
	return true;
}

static bool
served_of(const struct fault *fault, struct raise *raise)
{
	const struct thread *thread = thread_now();

	if (fault->kind != FAULT_ACCESS && fault->kind != FAULT_GENERAL)
		return false;
	if (raises_irql(gate_row(thread->frame->row)->name) || !access_of(fault, raise))
		return false;
	raise->where = gate_caller();
	return true;
}

bool
raise_of(const struct fault *fault, bool served, struct raise *raise)
{
	uint64_t rip = fault->registers->rip;

	if (served)
		return served_of(fault, raise);
	*raise = (struct raise){ .continuable = true, .where = rip };
	switch (fault->kind) {
	case FAULT_ACCESS:
		return access_of(fault, raise);
	case FAULT_GENERAL:
		raise->code = STATUS_ASSERTION_FAILURE;
		return fault->has_number ? fault->number == ASSERTION : access_of(fault, raise);
	case FAULT_INSTRUCTION:
		raise->code = STATUS_ILLEGAL_INSTRUCTION;
		return true;
	case FAULT_BREAKPOINT: /* the processor has gone on; the exception is at the instruction */
		*raise = (struct raise){ STATUS_BREAKPOINT, true, rip - 1, .parameters = 1 };
		return true;
	case FAULT_STEP:
		raise->code = STATUS_SINGLE_STEP;
		return true;
	case FAULT_DIVIDE:
		raise->code = STATUS_INTEGER_DIVIDE_BY_ZERO;
		return true;
	case FAULT_SYSCALL:
	case FAULT_TICK:
		return false;
	}
	return false;
}

/*
 * Windows: a system thread and the system-service dispatcher have handlers of last resort, which
 *   stop the machine; a DPC has none.  [bug-check-0x7e; bug-check-0x3b; bug-check-0x1e]
 */
const char *
raise_bugcheck(NTSTATUS code)
{
	static char text[64];
	const struct thread *thread = thread_now();
	const char *name = "0x7E/0x%08X SYSTEM_THREAD_EXCEPTION_NOT_HANDLED";

	if (thread != NULL && thread->kind == THREAD_DPC)
		name = "0x1E/0x%08X KMODE_EXCEPTION_NOT_HANDLED";
	else if (thread != NULL && thread->kind == THREAD_CLIENT)
		name = "0x3B/0x%08X SYSTEM_SERVICE_EXCEPTION";
	snprintf(text, sizeof text, name, (uint32_t)code);
	return text;
}

void
raise_status(NTSTATUS status)
{
	const struct thread *thread = thread_now();
	char text[64];

	status_text(status, text, sizeof text);
	if (thread == NULL || thread->frame == NULL || thread->frame->entries != thread->depth)
		not_modelled("an exception, %s, where no driver called", text);
	raise_tried(&(struct raise){ .code = status, .where = gate_caller() });
	driver_crashes(RULE_X12, gate_caller(), raise_bugcheck(status),
	    "%s raises %s, which nobody handles", gate_row(thread->frame->row)->name, text);
}
