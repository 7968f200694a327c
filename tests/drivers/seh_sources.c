/* What raises an exception, each caught: its code, its address and its parameters. */
#include "seh.h"

static EXCEPTION_RECORD seen;

CALLEE int
keep(EXCEPTION_POINTERS *pointers)
{
	seen = *pointers->ExceptionRecord;
	CHECK(pointers->ContextRecord != NULL);
	return EXCEPTION_EXECUTE_HANDLER;
}

typedef VOID action(VOID);

/* The code that was caught; 0: none. */
CALLEE NTSTATUS
caught(action *act)
{
	NTSTATUS code = 0;

	__try {
		act();
	} __except (keep(GetExceptionInformation())) {
		code = (NTSTATUS)GetExceptionCode();
	}
	return code;
}

CALLEE VOID reads(VOID) { load(NOWHERE); }
CALLEE VOID writes(VOID) { store(NOWHERE, 1); }
static action *volatile null;
CALLEE VOID calls_null(VOID) { null(); tell('x'); }
CALLEE VOID not_canonical(VOID) { load((int *)0xdeadbeefdeadbeef); }
CALLEE VOID breakpoint(VOID) { __asm__ __volatile__("int3"); }
CALLEE VOID undefined(VOID) { __asm__ __volatile__("ud2"); }
CALLEE VOID assertion(VOID) { __asm__ __volatile__("int $0x2c"); }
CALLEE VOID raises(VOID) { ExRaiseStatus(STATUS_INSUFFICIENT_RESOURCES); }
CALLEE VOID raises_violation(VOID) { ExRaiseAccessViolation(); }
CALLEE VOID raises_misalignment(VOID) { ExRaiseDatatypeMisalignment(); }
CALLEE VOID probes_system(VOID) { ProbeForRead(&seen, 8, 1); }
CALLEE VOID probes_overflow(VOID) { ProbeForWrite(NOWHERE, (SIZE_T)-1, 1); }
CALLEE VOID probes_misaligned(VOID) { ProbeForRead((PVOID)0x12345, 8, 4); }
CALLEE VOID moves(VOID) { RtlMoveMemory(&seen, NOWHERE, 16); }
CALLEE VOID hash(VOID) { RtlUpcaseUnicodeChar(0); RtlInitUnicodeString((PUNICODE_STRING)NOWHERE, L"a"); }

CALLEE VOID
divides(VOID)
{
	__asm__ __volatile__("xorl %%edx, %%edx; divl %%edx" ::: "rax", "rdx");
}

CALLEE VOID
locks_nothing(VOID)
{
	PMDL mdl = IoAllocateMdl(NOWHERE, 100, FALSE, FALSE, NULL);

	__try {
		MmProbeAndLockPages(mdl, UserMode, IoReadAccess);
	} __finally {
		IoFreeMdl(mdl);
		tell('f');
	}
}

static volatile NTSTATUS own_code = (NTSTATUS)0xE0001234;

CALLEE VOID
raises_own(VOID)
{
	EXCEPTION_RECORD record = { .ExceptionCode = own_code, .NumberParameters = 3,
		.ExceptionInformation = { 7, 8, 9 } };

	RtlRaiseException(&record);
}

static VOID
seh_run(VOID)
{
	CHECK(caught(reads) == STATUS_ACCESS_VIOLATION);
	CHECK(seen.NumberParameters == 2 && seen.ExceptionInformation[0] == 0);
	CHECK(seen.ExceptionInformation[1] == (ULONG_PTR)NOWHERE);
	CHECK((UCHAR *)seen.ExceptionAddress - (UCHAR *)load < 16);
	CHECK(caught(writes) == STATUS_ACCESS_VIOLATION && seen.ExceptionInformation[0] == 1);
	CHECK(caught(calls_null) == STATUS_ACCESS_VIOLATION && seen.ExceptionInformation[0] == 8);
	CHECK(seen.ExceptionAddress == NULL);
	CHECK(caught(not_canonical) == STATUS_ACCESS_VIOLATION);
	CHECK(seen.ExceptionInformation[1] == (ULONG_PTR)-1);
	CHECK(caught(divides) == STATUS_INTEGER_DIVIDE_BY_ZERO);
	CHECK(caught(breakpoint) == STATUS_BREAKPOINT);
	CHECK((UCHAR *)seen.ExceptionAddress - (UCHAR *)breakpoint < 16);
	CHECK(*(UCHAR *)seen.ExceptionAddress == 0xcc);
	CHECK(caught(undefined) == STATUS_ILLEGAL_INSTRUCTION);
	CHECK(caught(assertion) == STATUS_ASSERTION_FAILURE);
	CHECK(caught(raises) == STATUS_INSUFFICIENT_RESOURCES);
	CHECK(seen.ExceptionFlags & EXCEPTION_NONCONTINUABLE);
	CHECK(caught(raises_violation) == STATUS_ACCESS_VIOLATION);
	CHECK(caught(raises_misalignment) == STATUS_DATATYPE_MISALIGNMENT);
	CHECK(caught(raises_own) == own_code && seen.NumberParameters == 3);
	CHECK(seen.ExceptionInformation[2] == 9);
	CHECK(caught(probes_system) == STATUS_ACCESS_VIOLATION);
	CHECK(caught(probes_overflow) == STATUS_ACCESS_VIOLATION);
	CHECK(caught(probes_misaligned) == STATUS_DATATYPE_MISALIGNMENT);
	CHECK(caught(moves) == STATUS_ACCESS_VIOLATION);
	CHECK(seen.ExceptionInformation[0] == 0);
	CHECK(caught(hash) == STATUS_ACCESS_VIOLATION && seen.ExceptionInformation[0] == 1);
	CHECK(caught(locks_nothing) == STATUS_ACCESS_VIOLATION);
	CHECK(told("f"));
	CHECK(KeGetCurrentIrql() == PASSIVE_LEVEL);
}
