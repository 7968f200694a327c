/* In which order filters and __finally blocks run, and where it goes on. */
#include "seh.h"

static const NTSTATUS first = (NTSTATUS)0xE0000001, second = (NTSTATUS)0xE0000002;

CALLEE VOID
raise_it(NTSTATUS code)
{
	tell('r');
	ExRaiseStatus(code);
}

CALLEE int
filter(char name, int answer)
{
	tell(name);
	return answer;
}

CALLEE VOID
nothing(VOID)
{
	tell('n');
}

/* Windows: all filters first, from the inside out; then the __finally blocks of what is left. */
CALLEE VOID
inner(VOID)
{
	__try {
		__try {
			raise_it(first);
			tell('x');
		} __finally {
			tell(AbnormalTermination() ? '1' : 'x');
		}
	} __except (filter('a', EXCEPTION_CONTINUE_SEARCH)) {
		tell('x');
	}
}

CALLEE VOID
filters_before_finally(VOID)
{
	__try {
		__try {
			inner();
			tell('x');
		} __finally {
			tell('2');
		}
	} __except (filter('b', EXCEPTION_EXECUTE_HANDLER)) {
		tell('h');
		CHECK((NTSTATUS)GetExceptionCode() == first);
	}
	CHECK(told("rab12h"));
}

CALLEE int
leaves(int how)
{
	__try {
		nothing();
		if (how == 1)
			__leave;
		if (how == 2)
			return 2;
		tell('e');
	} __finally {
		tell(AbnormalTermination() ? 'A' : 'N');
	}
	return how;
}

CALLEE VOID
finally_in_the_ordinary_course(VOID)
{
	CHECK(leaves(0) == 0 && told("neN"));
	CHECK(leaves(1) == 1 && told("nN"));
	CHECK(leaves(2) == 2 && told("nA"));
}

/* An exception in a filter goes up from the filter, through the frames that are handling the first. */
CALLEE int
filter_raises(EXCEPTION_POINTERS *pointers)
{
	if (pointers->ExceptionRecord->ExceptionCode == second)
		return filter('s', EXCEPTION_CONTINUE_SEARCH);
	raise_it(second);
	return EXCEPTION_EXECUTE_HANDLER;
}

CALLEE VOID
filter_that_raises(VOID)
{
	__try {
		__try {
			raise_it(first);
		} __except (filter_raises(GetExceptionInformation())) {
			tell('x');
		}
	} __except (filter('o', EXCEPTION_EXECUTE_HANDLER)) {
		CHECK((NTSTATUS)GetExceptionCode() == second);
	}
	CHECK(told("rrso"));
}

CALLEE int
filter_with_its_own(VOID)
{
	__try {
		raise_it(second);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		tell('i');
	}
	return EXCEPTION_EXECUTE_HANDLER;
}

CALLEE VOID
filter_that_handles_its_own(VOID)
{
	__try {
		raise_it(first);
	} __except (filter_with_its_own()) {
		CHECK((NTSTATUS)GetExceptionCode() == first);
		tell('h');
	}
	CHECK(told("rrih"));
}

/* A __finally that raises, while its frame is unwound: the new unwind passes over what is gone. */
CALLEE VOID
collides(VOID)
{
	__try {
		__try {
			__try {
				raise_it(first);
				APART();
			} __finally {
				tell('1');
			}
			APART();
		} __finally {
			tell('2');
			raise_it(second);
		}
		APART();
	} __finally {
		tell('3');
	}
}

CALLEE VOID
collided_unwind(VOID)
{
	__try {
		__try {
			collides();
		} __except (filter('a', (NTSTATUS)GetExceptionCode() == first)) {
			tell('x');
		}
	} __except (filter('b', EXCEPTION_EXECUTE_HANDLER)) {
		CHECK((NTSTATUS)GetExceptionCode() == second);
	}
	CHECK(told("ra12rab3"));
}

/* A filter mends what was wrong, and the instruction is executed again. */
static int good = 42;

CALLEE int
mend(EXCEPTION_POINTERS *pointers)
{
	struct context *context = CONTEXT_OF(pointers);

	tell('m');
	CHECK(context->Rip == (ULONG64)pointers->ExceptionRecord->ExceptionAddress);
	CHECK(context->Rcx == (ULONG64)NOWHERE);
	context->Rcx = (ULONG64)&good;
	return EXCEPTION_CONTINUE_EXECUTION;
}

CALLEE VOID
continue_execution(VOID)
{
	int value = 0;

	__try {
		value = load(NOWHERE);
		tell('c');
	} __except (mend(GetExceptionInformation())) {
		tell('x');
	}
	CHECK(value == 42 && told("mc"));
}

CALLEE VOID
software_exception_is_continued(VOID)
{
	EXCEPTION_RECORD record = { .ExceptionCode = first };

	__try {
		RtlRaiseException(&record);
		tell('c');
	} __except (filter('f', EXCEPTION_CONTINUE_EXECUTION)) {
		tell('x');
	}
	CHECK(told("fc"));
}

/* What can't be continued is an exception in its turn. */
CALLEE VOID
cannot_be_continued(VOID)
{
	__try {
		__try {
			raise_it(first);
		} __except (filter('f', (NTSTATUS)GetExceptionCode() == first ? -1 : 0)) {
			tell('x');
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		CHECK((NTSTATUS)GetExceptionCode() == STATUS_NONCONTINUABLE_EXCEPTION);
	}
	CHECK(told("rff"));
}

CALLEE VOID
handler_that_raises(VOID)
{
	__try {
		__try {
			raise_it(first);
		} __except (EXCEPTION_EXECUTE_HANDLER) {
			raise_it(second);
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		CHECK((NTSTATUS)GetExceptionCode() == second);
	}
	CHECK(told("rr"));
}

/* Registers that a function must keep are what they were, below how many frames ever. */
CALLEE ULONG64
deep(unsigned depth)
{
	volatile ULONG64 local[8];

	for (unsigned i = 0; i < 8; i++)
		local[i] = depth + i;
	if (depth == 0) {
		raise_it(first);
		return 0;
	}
	return deep(depth - 1) * 3 + local[depth % 8];
}

CALLEE ULONG64
keeps_registers(ULONG64 a, ULONG64 b, ULONG64 c, ULONG64 d)
{
	ULONG64 sum = a * b + c * d, caught = 0;

	__try {
		deep(30);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		caught = 1;
	}
	return sum + caught + a + b + c + d;
}

/* A lock that a __finally gives back. */
CALLEE VOID
lock_is_released(VOID)
{
	KSPIN_LOCK lock;
	KIRQL irql;

	KeInitializeSpinLock(&lock);
	__try {
		KeAcquireSpinLock(&lock, &irql);
		__try {
			load((int *)0xdeadbeefdeadbeef); /* no page fault, so it may be caught here */
		} __finally {
			tell('0' + KeGetCurrentIrql());
			KeReleaseSpinLock(&lock, irql);
		}
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		tell('0' + KeGetCurrentIrql());
	}
	CHECK(told("20"));
}

static VOID
seh_run(VOID)
{
	for (int twice = 0; twice < 2; twice++) {
		filters_before_finally();
		finally_in_the_ordinary_course();
		filter_that_raises();
		filter_that_handles_its_own();
		collided_unwind();
		continue_execution();
		software_exception_is_continued();
		cannot_be_continued();
		handler_that_raises();
		CHECK(keeps_registers(1, 2, 3, 4) == 25 && told("r"));
		lock_is_released();
	}
}
