/*
 * In the signal nothing is decided but whether to emulate, and whether it is an exception that a
 * handler of the driver may handle: the fault is copied.  trap_raise runs on the fiber's stack and looks
 * for one.  If there is none, and for all else, the fiber is abandoned: trap_report runs on the
 * abandon stack, where it may take its time, and ends the life.
 *
 * Who is to blame: a fault in the driver's image is the driver's.  A fault in our
 * own code while the driver waits for a call to return is a bad pointer that
 * it passed.  Any other fault is ours.
 */
#include "kernel/trap.h"

#include "host/arena.h"
#include "host/fault.h"
#include "host/fiber.h"
#include "kernel/emulate.h"
#include "kernel/gate.h"
#include "kernel/raise.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "sched/thread.h"

#include <stdio.h>
#include <string.h>

#define FAST_FAIL 0x29
#define ASSERTION 0x2c
#define DEBUG_SERVICE 0x2d

static struct trap_hooks hooks;

static struct trap {
	struct fault fault;
	struct fault_registers registers;
	struct raise raise; /* if code is not 0 */
	bool cramped;       /* it would be an exception, had the stack room for it */
	char instruction[16];
} last;

static const struct fault_registers *reported;

static struct {
	uint32_t step;
	unsigned still;    /* ticks without a step */
	unsigned patience; /* 0: no limit */
} watch;

void
trap_hooks(const struct trap_hooks *given)
{
	hooks = *given;
}

const struct fault_registers *
trap_reported(void)
{
	const struct fault_registers *registers = reported;

	reported = NULL;
	return registers;
}

bool
trap_usable(const void *memory)
{
	return hooks.usable == NULL || hooks.usable((uint64_t)memory);
}

void
trap_patience(unsigned ticks)
{
	watch.patience = ticks;
	watch.still = 0;
}

static enum place
place_of(uint64_t address)
{
	return hooks.place != NULL ? hooks.place(address) : PLACE_UNKNOWN;
}

bool
trap_in_image(uint64_t address)
{
	return place_of(address) == PLACE_IMAGE;
}

static bool
in_driver(uint64_t rip)
{
	return rip >= ARENA_USER && rip < ARENA_END;
}

/* Something of ours that the driver called has not returned. */
static bool
serves_driver(void)
{
	const struct thread *thread = thread_now();

	return thread != NULL && thread->depth > 0;
}

/* The driver itself, and not something of ours that it called. */
static bool
driver_runs(void)
{
	const struct thread *thread = thread_now();

	return serves_driver()
	    && (thread->frame == NULL || thread->frame->entries != thread->depth);
}

/* A call or jump to nowhere: the return address is the caller's. */
static bool
executes_nowhere(const struct fault *fault)
{
	return fault->kind == FAULT_ACCESS && fault->address == fault->registers->rip;
}

static bool
emulated(struct fault *fault)
{
	switch (fault->kind) {
	case FAULT_ACCESS:
		return emulate_shared_data(fault);
	case FAULT_GENERAL:
		return !fault->has_number
		    && emulate_privileged(fault, last.instruction, sizeof last.instruction);
	case FAULT_STEP:
		return emulate_step(fault);
	case FAULT_INSTRUCTION:
	case FAULT_BREAKPOINT:
	case FAULT_DIVIDE:
	case FAULT_SYSCALL:
	case FAULT_TICK:
		return false;
	}
	return false;
}

static bool
lost_patience(const struct fault *fault)
{
	if (journal_step() != watch.step || !in_driver(fault->registers->rip)) {
		watch.step = journal_step();
		watch.still = 0;
		return false;
	}
	return watch.patience != 0 && ++watch.still >= watch.patience;
}

/* The driver faulted, or what it called did, on a pointer of the driver's. */
static enum fault_answer
raise_or_abandon(const struct fault *fault)
{
	bool served = !driver_runs();

	last.registers = *fault->registers;
	last.fault = *fault;
	last.fault.registers = &last.registers;
	last.raise.code = 0;
	last.cramped = false;
	if (fiber_of(last.registers.gpr[4]) != fiber_now() || last.instruction[0] != '\0'
	    || arena_only(fault->address) != fault->address
	    || (!served && !in_driver(fault->registers->rip) && !executes_nowhere(fault))
	    || !raise_of(&last.fault, served, &last.raise))
		return FAULT_ABANDON;
	last.cramped = !raise_has_room(last.registers.gpr[4]);
	last.raise.registers = served ? NULL : &last.registers;
	return last.cramped ? FAULT_ABANDON : FAULT_RAISE;
}

static enum fault_answer
decide(struct fault *fault)
{
	uint64_t rip = fault->registers->rip;

	last.instruction[0] = '\0';
	if (fault->kind == FAULT_TICK) {
		if (!lost_patience(fault))
			return FAULT_RESUME;
	} else if (!serves_driver()) {
		return FAULT_UNKNOWN;
	} else if (in_driver(rip) && emulated(fault)) {
		return FAULT_RESUME;
	} else if (fault->kind == FAULT_SYSCALL && !in_driver(rip) && !driver_runs()) {
		return FAULT_UNKNOWN;
	}
	return raise_or_abandon(fault);
}

static uint64_t
top_of_stack(void)
{
	uint64_t rsp = last.registers.gpr[4];
	const struct fiber *fiber = fiber_of(rsp);

	if (fiber == NULL || fiber_guards(fiber, rsp) || rsp % 8 != 0)
		return 0;
	return *(const uint64_t *)rsp;
}

static _Noreturn void
report_execution(void)
{
	uint64_t to = last.registers.rip, from = top_of_stack();

	if (place_of(to) == PLACE_UNLOADED)
		driver_crashes(RULE_X8, to,
		    "0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS",
		    "called after the driver was unloaded");
	if (place_of(from) == PLACE_UNKNOWN && thread_now() != NULL)
		from = thread_now()->inside;
	if (arena_only(to) != to)
		driver_crashes(RULE_X1, from, "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
		    "calls or jumps to memory of the host, which no machine has");
	driver_crashes(RULE_X1, from, "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
	    "calls or jumps to 0x%lx, where there is no code", (unsigned long)to);
}

/* Windows: which of the bug checks for a bad address.  [bug-check-0x50, 0xd1, 0x3b, 0x7e] */
static const char *
access_bugcheck(uint64_t address)
{
	if (irql_now() >= DISPATCH_LEVEL)
		return "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL";
	if (address >= ARENA_KERNEL)
		return "0x50 PAGE_FAULT_IN_NONPAGED_AREA";
	return raise_bugcheck(STATUS_ACCESS_VIOLATION);
}

static bool
in_gate(uint64_t address)
{
	return address >= ARENA_GATE && address < ARENA_GATE + ARENA_GATE_SIZE;
}

/* The stack pointer is outside of the stack, and what it points at was used. */
static bool
stack_is_lost(uint64_t address)
{
	uint64_t rsp = last.registers.gpr[4];

	return fiber_of(rsp) != fiber_now() && address + ARENA_PAGE > rsp
	    && address < rsp + ARENA_PAGE;
}

static bool
stack_is_used_up(uint64_t address)
{
	const struct fiber *fiber = fiber_of(address);

	return last.fault.kind == FAULT_ACCESS && fiber != NULL && fiber == fiber_now()
	    && fiber_guards(fiber, address);
}

static _Noreturn void
report_access(uintptr_t where, const char *how)
{
	uint64_t address = last.fault.address;
	const struct contract *contract;
	const char *bugcheck = "";
	char what[160];

	if (stack_is_lost(address))
		driver_crashes(RULE_X3, where, "0x7F UNEXPECTED_KERNEL_MODE_TRAP",
		    "moved its stack pointer out of its kernel stack of %d KB", FIBER_STACK / 1024);
	if (arena_only(address) != address)
		driver_crashes(RULE_X1, where, access_bugcheck(address),
		    "%s memory of the host, which no machine has", how);
	if (last.fault.write && in_gate(address))
		driver_crashes(RULE_X6, where, "0xBE ATTEMPTED_WRITE_TO_READONLY_MEMORY",
		    "writes over the code of %s",
		    gate_find(address, &contract) ? contract->name : "the kernel");
	if (last.fault.write && place_of(address) == PLACE_IMAGE)
		driver_crashes(RULE_X6, where, "0xBE ATTEMPTED_WRITE_TO_READONLY_MEMORY",
		    "%s read-only memory of its own image at 0x%lx", how, (unsigned long)address);
	if (place_of(address) == PLACE_UNLOADED)
		driver_crashes(RULE_X8, where,
		    "0xCE DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS",
		    "%s 0x%lx, in a driver that was unloaded", how, (unsigned long)address);
	if (hooks.describe != NULL && hooks.describe(address, what, sizeof what, &bugcheck))
		driver_crashes(RULE_R183, where, bugcheck, "%s memory %s", how, what);
	driver_crashes(RULE_X1, where, access_bugcheck(address),
	    "%s 0x%lx: %s memory that is not there", how, (unsigned long)address,
	    address < ARENA_KERNEL ? "user" : "system");
}

/* Windows: the codes of int 29h.  [ms-learn:__fastfail; bug-check-0x139] */
static const char *
fast_fail_name(uint64_t code)
{
	static const char *const names[] = {
		[2] = "stack cookie overwritten",
		[3] = "corrupt LIST_ENTRY",
		[4] = "incorrect stack",
		[5] = "invalid argument",
		[6] = "no security cookie",
		[7] = "fatal exit",
		[8] = "array bounds",
		[10] = "guard check",
		[14] = "reference count below zero or too high",
		[29] = "corrupt balanced tree",
	};

	if (code < sizeof names / sizeof names[0] && names[code] != NULL)
		return names[code];
	return "see ntddk.h, FAST_FAIL_*";
}

static _Noreturn void
report_general(uintptr_t where)
{
	uint64_t code = last.registers.gpr[1];

	if (!last.fault.has_number && last.instruction[0] != '\0')
		not_modelled("the instruction %s at 0x%lx", last.instruction, (unsigned long)where);
	if (!last.fault.has_number)
		driver_crashes(RULE_X1, where, raise_bugcheck(STATUS_ACCESS_VIOLATION),
		    "uses an address that is not canonical (a poisoned pointer?), or not aligned");
	if (last.fault.number == FAST_FAIL) {
		char bugcheck[64];

		snprintf(bugcheck, sizeof bugcheck, "0x139/%lX KERNEL_SECURITY_CHECK_FAILURE",
		    (unsigned long)code);
		driver_crashes(RULE_X4, where, bugcheck, "fast fail %lu: %s", (unsigned long)code,
		    fast_fail_name(code));
	}
	if (last.fault.number == ASSERTION)
		driver_crashes(RULE_X2, where, raise_bugcheck(STATUS_ASSERTION_FAILURE),
		    "an assertion of the driver failed (int 2Ch)");
	if (last.fault.number == DEBUG_SERVICE)
		not_modelled("int 2Dh, the debug service");
	driver_crashes(RULE_X2, where, "0x12 TRAP_CAUSE_UNKNOWN", "executes int %lXh",
	    (unsigned long)last.fault.number);
}

static _Noreturn void
report_in_driver(uintptr_t where)
{
	const char *unhandled = raise_bugcheck(last.raise.code);

	switch (last.fault.kind) {
	case FAULT_ACCESS:
		report_access(where, last.fault.write ? "writes to" : "reads");
	case FAULT_GENERAL:
		report_general(where);
	case FAULT_INSTRUCTION:
		driver_crashes(RULE_X2, where, unhandled, "executes an undefined instruction");
	case FAULT_BREAKPOINT:
		driver_crashes(
		    RULE_X2, where, unhandled, "runs into a breakpoint with no debugger");
	case FAULT_STEP:
		driver_crashes(RULE_X2, where, unhandled, "sets the trap flag with no debugger");
	case FAULT_DIVIDE:
		driver_crashes(
		    RULE_X2, where, unhandled, "divides by zero or overflows a division");
	case FAULT_SYSCALL:
		driver_crashes(RULE_X5, where, "",
		    "executes a system call instruction (number %lu)",
		    (unsigned long)last.fault.number);
	case FAULT_TICK:
		driver_crashes(RULE_X7, where, "0x133 DPC_WATCHDOG_VIOLATION",
		    "runs on and on at IRQL %d without calling anything", irql_now());
	}
	__builtin_unreachable();
}

/* It called or jumped to an address of the host that is code. */
static _Noreturn void
report_in_host(void)
{
	uintptr_t where = thread_now()->inside;

	if (last.fault.kind == FAULT_SYSCALL)
		driver_crashes(RULE_X5, where, "",
		    "jumps to a system call instruction of the host (number %lu)",
		    (unsigned long)last.fault.number);
	driver_crashes(RULE_X1, where, "0xD1 DRIVER_IRQL_NOT_LESS_OR_EQUAL",
	    "jumps into code of the host, which no machine has");
}

static void __attribute__((noreturn)) trap_report(void)
{
	uint64_t rip = last.registers.rip;
	const struct thread *thread = thread_now();

	reported = driver_runs() ? &last.registers : NULL;
	if (last.cramped || stack_is_used_up(last.fault.address))
		driver_crashes(RULE_X3, in_driver(rip) ? rip : gate_caller(),
		    "0x7F UNEXPECTED_KERNEL_MODE_TRAP", "used up its kernel stack of %d KB",
		    FIBER_STACK / 1024);
	if (executes_nowhere(&last.fault))
		report_execution();
	if (in_driver(rip))
		report_in_driver(rip);
	if (driver_runs())
		report_in_host();
	if (last.fault.kind == FAULT_DIVIDE)
		driver_crashes(
		    RULE_X11, gate_caller(), "", "calls with floating-point exceptions unmasked");
	if (thread != NULL && thread->frame != NULL) {
		char how[96];

		snprintf(how, sizeof how, "passes to %s a pointer to",
		    gate_row(thread->frame->row)->name);
		report_access(gate_caller(), how);
	}
	report_access(gate_caller(), "lets the kernel use");
}

/* Another fault may come while a handler runs: what this one is about is kept here. */
static void __attribute__((noreturn)) trap_raise(void)
{
	struct trap trap = last;

	if (trap.raise.registers != NULL)
		trap.raise.registers = &trap.registers;
	raise_tried(&trap.raise);
	last = trap;
	last.fault.registers = &last.registers;
	trap_report();
}

void
trap_start(void)
{
	fault_start((struct fault_hooks){ decide, trap_report, trap_raise });
}
