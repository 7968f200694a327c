/*
 * A signal's context is copied into a struct fault; the answer is written
 * back into it.  To abandon a fiber the context is pointed at a function on the
 * abandon stack, and the signal returns there: never is a fiber switched
 * while the signal stack is in use, and never does it matter how the faulting
 * stack looks.  To raise an exception it is pointed at a function on the faulting stack instead,
 * below the red zone that code of ours may use.
 *
 * fault_peek is two instructions of peek.S whose fault ends the copy.
 */
#include "host/fault.h"

#include "host/sanitize.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <ucontext.h>

#define ABANDON_STACK 0x10000
#define RED_ZONE 128

extern const char peek_copies[], peek_fails[]; /* in peek.S */

static struct fault_hooks hooks;
static char signal_stack[0x10000] __attribute__((aligned(16)));
static char abandon_stack[ABANDON_STACK] __attribute__((aligned(16)));

static const int register_of[16] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI,
	REG_RDI, REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15 };

#define PAGE_FAULT 14
#define GENERAL_PROTECTION 13
#define ALIGNMENT_CHECK 17
#define FLAG_ALIGNMENT UINT64_C(0x40000)

/* The page-fault error code [Intel SDM 3A, 4.7]: bit 1 write, bit 4 fetch. */
static void
describe_access(struct fault *fault, const siginfo_t *info, const greg_t *context)
{
	uint64_t error = (uint64_t)context[REG_ERR];

	if (context[REG_TRAPNO] == PAGE_FAULT) {
		fault->kind = FAULT_ACCESS;
		fault->address = (uint64_t)info->si_addr;
		fault->write = error & 2;
		fault->execute = (error & 16) || fault->address == (uint64_t)context[REG_RIP];
		return;
	}
	fault->kind = FAULT_GENERAL;
	/* A selector error code with bit 1 names a gate of the IDT: an `int n` that user mode may not use. */
	if (context[REG_TRAPNO] == GENERAL_PROTECTION && (error & 2)) {
		fault->number = error >> 3;
		fault->has_number = true;
	}
}

static void
describe(struct fault *fault, int signal, const siginfo_t *info, const greg_t *context)
{
	switch (signal) {
	case SIGSEGV:
	case SIGBUS:
		describe_access(fault, info, context);
		return;
	case SIGILL:
		fault->kind = FAULT_INSTRUCTION;
		return;
	case SIGFPE:
		fault->kind = FAULT_DIVIDE;
		return;
	case SIGTRAP:
		fault->kind = context[REG_TRAPNO] == 1 ? FAULT_STEP : FAULT_BREAKPOINT;
		return;
	case SIGSYS:
		fault->kind = FAULT_SYSCALL;
		fault->number = (uint64_t)info->si_syscall;
		fault->has_number = true;
		return;
	default:
		fault->kind = FAULT_TICK;
	}
}

static void
registers_out(struct fault_registers *registers, const mcontext_t *machine)
{
	const greg_t *context = machine->gregs;

	for (int i = 0; i < 16; i++)
		registers->gpr[i] = (uint64_t)context[register_of[i]];
	registers->rip = (uint64_t)context[REG_RIP];
	registers->flags = (uint64_t)context[REG_EFL];
	if (machine->fpregs == NULL)
		return;
	memcpy(registers->xmm, machine->fpregs->_xmm, sizeof registers->xmm);
	registers->mxcsr = machine->fpregs->mxcsr;
}

static void
registers_in(const struct fault_registers *registers, greg_t *context)
{
	for (int i = 0; i < 16; i++)
		context[register_of[i]] = (greg_t)registers->gpr[i];
	context[REG_RIP] = (greg_t)registers->rip;
	context[REG_EFL] = (greg_t)registers->flags;
}

/* Windows: the flag means nothing in kernel mode.  [Intel SDM 1, 3.4.3.3]  Linux leaves it set for a handler. */
static bool
alignment_ignored(int signal, greg_t *context)
{
	__builtin_ia32_writeeflags_u64(__builtin_ia32_readeflags_u64() & ~FLAG_ALIGNMENT);
	if (signal != SIGBUS || context[REG_TRAPNO] != ALIGNMENT_CHECK)
		return false;
	context[REG_EFL] &= ~(greg_t)FLAG_ALIGNMENT;
	return true;
}

/* What the driver unmasked must not trap in our own arithmetic. */
static void
floating_point_ordinary(mcontext_t *context)
{
	if (context->fpregs == NULL)
		return;
	context->fpregs->mxcsr = 0x1f80;
	context->fpregs->cwd = 0x37f;
	context->fpregs->swd = 0;
}

static bool
peek_failed(int signal, greg_t *context)
{
	if ((signal != SIGSEGV && signal != SIGBUS)
	    || (uint64_t)context[REG_RIP] != (uint64_t)peek_copies)
		return false;
	context[REG_RIP] = (greg_t)peek_fails;
	return true;
}

#define FLAGS_UNWANTED UINT64_C(0x40500) /* alignment, direction and trap */

static void
on_signal(int signal, siginfo_t *info, void *raw)
{
	greg_t *context = ((ucontext_t *)raw)->uc_mcontext.gregs;
	mcontext_t *machine = &((ucontext_t *)raw)->uc_mcontext;
	struct fault_registers registers;
	struct fault fault = { .registers = &registers };

	if (alignment_ignored(signal, context) || peek_failed(signal, context))
		return;
	registers_out(&registers, machine);
	describe(&fault, signal, info, context);
	switch (hooks.decide(&fault)) {
	case FAULT_RESUME:
		break;
	case FAULT_ABANDON:
		registers.rip = (uint64_t)hooks.abandoned;
		registers.gpr[4] = (uint64_t)(abandon_stack + ABANDON_STACK) - 8;
		registers.flags &= ~FLAGS_UNWANTED;
		floating_point_ordinary(machine);
		sanitize_forget((uint64_t)abandon_stack, ABANDON_STACK);
		sanitize_stack((struct stack_bounds){ (uint64_t)abandon_stack, ABANDON_STACK });
		break;
	case FAULT_RAISE:
		registers.rip = (uint64_t)hooks.raised;
		registers.gpr[4] = ((registers.gpr[4] - RED_ZONE) & ~UINT64_C(15)) - 8;
		registers.flags &= ~FLAGS_UNWANTED;
		floating_point_ordinary(machine);
		break;
	case FAULT_UNKNOWN: {
		struct sigaction ordinary = { .sa_handler = SIG_DFL };

		sigaction(signal, &ordinary, NULL);
		return;
	}
	}
	registers_in(&registers, context);
}

void
fault_start(struct fault_hooks given)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS,
		SIGVTALRM };
	stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof signal_stack };
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };

	hooks = given;
	sigaltstack(&stack, NULL);
	action.sa_sigaction = on_signal;
	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
		sigaction(signals[i], &action, NULL);
}

void
fault_watch(unsigned milliseconds)
{
	struct timeval period = { milliseconds / 1000, (milliseconds % 1000) * 1000 };
	struct itimerval timer = { period, period };

	setitimer(ITIMER_VIRTUAL, &timer, NULL);
}

void
fault_hide_counter(void)
{
	if (!SANITIZED) /* its runtime looks at the time */
		prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0);
}
