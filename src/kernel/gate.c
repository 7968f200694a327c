/*
 * A thunk is sixteen bytes: mov eax, row; jmp *[the gate's address]; or, for a RAW
 * contract, jmp *[rip + 2] and the address of its function.  All
 * thunks stand in the gate extent, row after row, so a thunk's address tells its row and
 * does not change from run to run.
 *
 * The steps of a call, in this order:
 *
 *	1. the budget, the clock, the step of the run
 *	2. the journal: who called what
 *	3. the IRQL against the contract's highest
 *	4. a scheduling point, where the contract says that there is one
 *	5. the refusal, where the search wants one
 *	6. the function itself
 *	7. the journal: the result
 *
 * The rows are bound while drivers are loaded and never unbound: they are the
 * same for every life, and no part of a machine's snapshot.
 */
#include "kernel/gate.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "sched/choice.h"
#include "sched/clock.h"
#include "sched/thread.h"

#include <assert.h>
#include <string.h>

#define THUNK 16
#define THUNKS (ARENA_GATE + ARENA_PAGE)

extern char gate_entry[];

static struct {
	const struct contract *rows[GATE_ROWS];
	struct contract missing[GATE_ROWS]; /* by row, for names that we lack */
	size_t count;
} gate;

static MACHINE_STATE struct {
	uint64_t calls;
	uint64_t budget;
} spent;

static void NTAPI
call_missing(void)
{
	not_modelled("%s", gate.rows[thread_now()->frame->row]->name);
}

void
gate_start(void)
{
	*(uint64_t *)ARENA_GATE = (uint64_t)gate_entry;
	spent.budget = UINT64_MAX;
	ledger_asks(gate_caller);
	finding_traces(gate_trace);
}

static uint64_t
thunk_address(size_t row)
{
	return THUNKS + row * THUNK;
}

/* b8 imm32: mov eax, row; ff 25 disp32: jmp *(rip + disp32); cc cc … */
static void
thunk_to_gate(uint8_t *at, uint32_t row)
{
	int32_t back = (int32_t)(ARENA_GATE - ((uint64_t)at + 11));

	at[0] = 0xb8;
	memcpy(at + 1, &row, 4);
	at[5] = 0xff;
	at[6] = 0x25;
	memcpy(at + 7, &back, 4);
}

static void
thunk_to_function(uint8_t *at, const void *function)
{
	static const uint8_t jump[] = { 0xff, 0x25, 2, 0, 0, 0 };

	memcpy(at, jump, sizeof jump);
	memcpy(at + 8, &function, 8);
}

static void
thunk_write(size_t row)
{
	uint8_t *at = (uint8_t *)thunk_address(row);

	arena_protect(ARENA_GATE, ARENA_GATE_SIZE, ARENA_WRITE);
	memset(at, 0xcc, THUNK);
	if (gate.rows[row]->flags & RAW)
		thunk_to_function(at, gate.rows[row]->function);
	else
		thunk_to_gate(at, (uint32_t)row);
	arena_protect(ARENA_GATE, ARENA_GATE_SIZE, ARENA_EXECUTE);
}

static size_t
row_add(const struct contract *contract)
{
	assert(gate.count < GATE_ROWS);
	gate.rows[gate.count] = contract;
	thunk_write(gate.count);
	return gate.count++;
}

uint64_t
gate_bind(const struct contract *contract)
{
	if (contract->flags & DATA)
		return (uint64_t)contract->function;
	for (size_t row = 0; row < gate.count; row++) {
		if (gate.rows[row] == contract)
			return thunk_address(row);
	}
	return thunk_address(row_add(contract));
}

uint64_t
gate_bind_missing(const char *name)
{
	struct contract *contract;

	for (size_t row = 0; row < gate.count; row++) {
		if (gate.rows[row]->function == (void *)(uintptr_t)call_missing
		    && strcmp(gate.rows[row]->name, name) == 0)
			return thunk_address(row);
	}
	contract = &gate.missing[gate.count];
	*contract = (struct contract){ .name = name,
		.function = (void *)(uintptr_t)call_missing,
		.highest_irql = HIGH_LEVEL };
	return thunk_address(row_add(contract));
}

const struct contract *
gate_row(uint64_t row)
{
	return row < gate.count ? gate.rows[row] : NULL;
}

bool
gate_find(uint64_t address, const struct contract **contract)
{
	uint64_t row = (address - THUNKS) / THUNK;

	if (address < THUNKS || row >= gate.count)
		return false;
	*contract = gate.rows[row];
	return true;
}

typedef uint64_t(NTAPI *call_4)(uint64_t, uint64_t, uint64_t, uint64_t);
typedef uint64_t(NTAPI *call_8)(
    uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
typedef uint64_t(NTAPI *call_16)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
    uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,
    uint64_t);

/* Reads more than was passed: what stands there belongs to the caller's frame. */
static uint64_t __attribute__((no_sanitize_address))
pass_on(const struct contract *contract, const uint64_t *a)
{
	if (contract->arguments <= 4)
		return ((call_4)contract->function)(a[0], a[1], a[2], a[3]);
	if (contract->arguments <= 8)
		return ((call_8)contract->function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
	return ((call_16)contract->function)(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8],
	    a[9], a[10], a[11], a[12], a[13], a[14], a[15]);
}

/* Compilers leave anything in the rest of the register, and neither a driver nor the journal may see it. */
static uint64_t
result_only(const struct contract *contract, uint64_t result)
{
	if (contract->flags & NO_RESULT)
		return 0;
	if (contract->flags & BYTE_RESULT)
		return result & 0xff;
	return arena_only(result);
}

bool
gate_refuses(void)
{
	const struct thread *thread = thread_now();

	if (!choice_refuses())
		return false;
	if (thread != NULL && thread->frame != NULL)
		journal_add(EVENT_REFUSE, thread->frame->row, choice_refusable(), 0);
	return true;
}

static bool
refuse(const struct contract *contract, uint64_t *result)
{
	if (contract->refusal == REFUSAL_NONE || contract->refusal == REFUSAL_INSIDE
	    || !gate_refuses())
		return false;
	*result = contract->refusal == REFUSAL_NULL ? 0 : (uint32_t)STATUS_INSUFFICIENT_RESOURCES;
	return true;
}

static void __attribute__((noinline)) too_high(const struct contract *contract)
{
	finding(RULE_X10, "%s called at IRQL %d; it is allowed up to %d", contract->name,
	    irql_now(), contract->highest_irql);
}

/* Who called.  A function that ends in a call jumps there, and its own caller, our door, would be named. */
static uintptr_t
caller_of(const struct gate_frame *frame, const struct thread *thread)
{
	return arena_is_kernel(frame->return_address) ? frame->return_address : thread->inside;
}

uint64_t
gate_call(struct gate_frame *frame)
{
	const struct contract *contract = gate.rows[frame->row];
	struct thread *thread = thread_now();
	uint64_t result;

	frame->outer = thread->frame;
	frame->entries = thread->depth;
	thread->frame = frame;
	if (++spent.calls > spent.budget)
		life_over_budget("more than %lu calls", (unsigned long)spent.budget);
	clock_tick();
	journal_next_step();
	journal_add(EVENT_CALL, frame->row | (uint64_t)thread->irql << 32, caller_of(frame, thread),
	    contract->arguments > 0 ? frame->arguments[0] : 0);
	if (thread->irql > contract->highest_irql)
		too_high(contract);
	if (contract->flags & SCHEDULES)
		sched_point();
	if (!refuse(contract, &result))
		result = result_only(contract, pass_on(contract, frame->arguments));
	journal_add(EVENT_RETURN, frame->row, result, 0);
	thread->frame = frame->outer;
	return result;
}

uintptr_t
gate_caller(void)
{
	const struct thread *thread = thread_now();

	if (thread == NULL)
		return 0;
	if (thread->frame != NULL && thread->frame->entries == thread->depth)
		return caller_of(thread->frame, thread);
	/* It was entered and has not called us since; or it has returned, and we judge what it did. */
	return thread->inside != 0 ? thread->inside : thread->left;
}

size_t
gate_trace(uintptr_t *addresses, size_t limit)
{
	const struct thread *thread = thread_now();
	size_t count = 0;

	if (thread == NULL)
		return 0;
	for (const struct gate_frame *frame = thread->frame; frame != NULL && count < limit;
	     frame = frame->outer)
		addresses[count++] = caller_of(frame, thread);
	return count;
}

void
gate_budget(uint64_t calls)
{
	spent.budget = calls;
	spent.calls = 0;
}

uint64_t
gate_calls(void)
{
	return spent.calls;
}
