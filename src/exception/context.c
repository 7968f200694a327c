#include "exception/context.h"

#include "host/fiber.h"
#include "host/mxcsr.h"
#include "host/sanitize.h"
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "sched/thread.h"

#include <string.h>

#define FLAGS_ORDINARY 0x202
#define FLAGS_ALLOWED 0xcd5 /* carry, parity, adjust, zero, sign, direction, overflow */
#define MXCSR_ALLOWED 0xffff
#define X87_ORDINARY 0x27f

/* CONTEXT and instructions number the general registers alike. */
_Static_assert(offsetof(CONTEXT, R15) - offsetof(CONTEXT, Rax) == 15 * 8, "Rax to R15 in a row");

void
registers_of_call(const struct gate_frame *call, struct unwind_registers *registers)
{
	*registers = (struct unwind_registers){ .rip = call->return_address,
		.gpr = { [UNWIND_RCX] = call->arguments[0],
		    [UNWIND_RDX] = call->arguments[1],
		    [UNWIND_R8] = call->arguments[2],
		    [UNWIND_R9] = call->arguments[3],
		    [UNWIND_RBX] = call->rbx,
		    [UNWIND_RSP] = (uint64_t)call->arguments,
		    [UNWIND_RBP] = call->rbp,
		    [UNWIND_RSI] = call->rsi,
		    [UNWIND_RDI] = call->rdi,
		    [UNWIND_R12] = call->r12,
		    [UNWIND_R13] = call->r13,
		    [UNWIND_R14] = call->r14,
		    [UNWIND_R15] = call->r15 } };
	memcpy(registers->xmm[6], call->xmm6_15, sizeof call->xmm6_15);
}

void
registers_of_fault(const struct fault_registers *fault, struct unwind_registers *registers)
{
	registers->rip = fault->rip;
	memcpy(registers->gpr, fault->gpr, sizeof registers->gpr);
	memcpy(registers->xmm, fault->xmm, sizeof registers->xmm);
}

void
registers_of_context(const CONTEXT *context, struct unwind_registers *registers)
{
	registers->rip = context->Rip;
	memcpy(registers->gpr, &context->Rax, sizeof registers->gpr);
	memcpy(registers->xmm, context->FltSave.XmmRegisters, sizeof registers->xmm);
}

void
context_move(CONTEXT *context, const struct unwind_registers *registers)
{
	context->Rip = registers->rip;
	memcpy(&context->Rax, registers->gpr, sizeof registers->gpr);
	memcpy(context->FltSave.XmmRegisters, registers->xmm, sizeof registers->xmm);
}

/* Windows: the selectors of kernel mode.  [learn:x64 segment selectors, KGDT64_R0_CODE] */
void
context_make(
    CONTEXT *context, const struct unwind_registers *registers, const struct fault_registers *fault)
{
	memset(context, 0, sizeof *context);
	context->ContextFlags = CONTEXT_FULL | CONTEXT_SEGMENTS;
	context->SegCs = 0x10;
	context->SegSs = 0x18;
	context->SegDs = context->SegEs = context->SegGs = 0x2b;
	context->SegFs = 0x53;
	context->EFlags = fault != NULL ? (ULONG)fault->flags : FLAGS_ORDINARY;
	context->MxCsr = fault != NULL ? fault->mxcsr : MXCSR_ORDINARY;
	context->FltSave.MxCsr = context->MxCsr;
	context->FltSave.MxCsr_Mask = MXCSR_ALLOWED;
	context->FltSave.ControlWord = X87_ORDINARY;
	context_move(context, registers);
}

static bool
is_canonical(uint64_t address)
{
	return (uint64_t)((int64_t)(address << 16) >> 16) == address;
}

void
context_resume(const CONTEXT *context)
{
	struct stack_bounds stack = fiber_stack(fiber_now());
	CONTEXT sane = *context;

	if (sane.Rsp < stack.low || sane.Rsp > stack.low + stack.bytes || !is_canonical(sane.Rip))
		driver_crashes(RULE_X6, thread_now()->inside, "0x7F UNEXPECTED_KERNEL_MODE_TRAP",
		    "goes on in a context whose rip is %#llx and whose rsp is %#llx",
		    (unsigned long long)sane.Rip, (unsigned long long)sane.Rsp);
	sane.EFlags = (sane.EFlags & FLAGS_ALLOWED) | FLAGS_ORDINARY;
	sane.MxCsr &= MXCSR_ALLOWED;
	if ((sane.MxCsr & ~MXCSR_STICKY) != MXCSR_ORDINARY)
		mxcsr_watch();
	journal_add(EVENT_UNWIND, 0, sane.Rip, 0);
	sanitize_forget(stack.low, sane.Rsp - stack.low);
	context_load(&sane);
}
