/* What the exceptions' runtime offers: unwinding, contexts, stack walks, larger stacks, handlers of one's own. */
#include "seh.h"

struct _DISPATCHER_CONTEXT {
	ULONG64 ControlPc, ImageBase, FunctionEntry, EstablisherFrame, TargetIp;
	struct context *ContextRecord;
	PVOID LanguageHandler, HandlerData, HistoryTable;
	ULONG ScopeIndex;
};

NTSYSAPI VOID NTAPI RtlUnwindEx(PVOID TargetFrame, PVOID TargetIp, PEXCEPTION_RECORD ExceptionRecord,
    PVOID ReturnValue, struct context *ContextRecord, PVOID HistoryTable);
NTSYSAPI PVOID NTAPI RtlLookupFunctionEntry(ULONG64 ControlPc, ULONG64 *ImageBase, PVOID History);
NTSYSAPI PVOID NTAPI RtlVirtualUnwind(ULONG HandlerType, ULONG64 ImageBase, ULONG64 ControlPc,
    PVOID FunctionEntry, struct context *Context, PVOID *HandlerData, ULONG64 *EstablisherFrame,
    PVOID ContextPointers);
NTSYSAPI VOID NTAPI RtlCaptureContext(struct context *ContextRecord);
NTSYSAPI VOID __cdecl RtlRestoreContext(struct context *ContextRecord, PEXCEPTION_RECORD Record);
NTSYSAPI PVOID NTAPI RtlPcToFileHeader(PVOID PcValue, PVOID *BaseOfImage);
NTSYSAPI USHORT NTAPI RtlCaptureStackBackTrace(ULONG Skip, ULONG Capture, PVOID *BackTrace, PULONG Hash);
VOID __cdecl _local_unwind(PVOID frame, PVOID target);

/*
 * A function with a handler of its own, as the compiler's __GSHandlerCheck_SEH is: it looks at the
 * frame first and then leaves it to C's.  The table is __C_specific_handler's: one __finally over the
 * call, and one __except around it.
 */
int gs_handler(PEXCEPTION_RECORD record, PVOID frame, PVOID context, struct _DISPATCHER_CONTEXT *dispatcher);
int gs_finally(int abnormal, PVOID frame);
int gs_run(VOID (*act)(VOID));

int
gs_handler(PEXCEPTION_RECORD record, PVOID frame, PVOID context, struct _DISPATCHER_CONTEXT *dispatcher)
{
	CHECK(*(ULONG64 *)((char *)dispatcher->EstablisherFrame + 32) == 0xC00C1E);
	CHECK(*(ULONG *)dispatcher->HandlerData == 2);
	tell(record->ExceptionFlags & 2 ? 'u' : 's');
	return __C_specific_handler(record, frame, context, dispatcher);
}

int
gs_finally(int abnormal, PVOID frame)
{
	CHECK(abnormal && *(ULONG64 *)((char *)frame + 32) == 0xC00C1E);
	tell('f');
	return 0;
}

__asm__(".text\n"
	".globl gs_run\n"
	".seh_proc gs_run\n"
	".seh_handler gs_handler, @unwind, @except\n"
	"gs_run:\n"
	"\tsubq $56, %rsp\n"
	"\t.seh_stackalloc 56\n"
	"\t.seh_endprologue\n"
	"\tmovq $0xC00C1E, 32(%rsp)\n"
	"gs_begin:\n"
	"\tcall *%rcx\n"
	"\tnop\n"
	"gs_end:\n"
	"\txorl %eax, %eax\n"
	"\taddq $56, %rsp\n"
	"\tret\n"
	"gs_caught:\n" /* rax is the code */
	"\taddq $56, %rsp\n"
	"\tret\n"
	".seh_handlerdata\n"
	".long 2\n"
	".long gs_begin@IMGREL, gs_end@IMGREL, gs_finally@IMGREL, 0\n"
	".long gs_begin@IMGREL, gs_end@IMGREL, 1, gs_caught@IMGREL\n"
	".text\n"
	".seh_endproc\n");

static VOID
does_nothing(VOID)
{
}

static VOID
raises(VOID)
{
	ExRaiseStatus(STATUS_UNSUCCESSFUL);
}

CALLEE VOID
handler_of_its_own(VOID)
{
	CHECK(gs_run(does_nothing) == 0 && told(""));
	CHECK(gs_run(raises) == STATUS_UNSUCCESSFUL && told("suf"));
}

/* A jump out of __try, as MSVC makes one; the target is in the frame, outside of the block. */
extern char lu_target[];
int lu_run(VOID (*act)(PVOID frame));
int lu_finally(int abnormal, PVOID frame);
int
lu_finally(int abnormal, PVOID frame)
{
	UNREFERENCED_PARAMETER(frame);
	tell(abnormal ? 'A' : 'N');
	return 0;
}
__asm__(".text\n"
	".globl lu_target\n"
	".seh_proc lu_run\n"
	".seh_handler __C_specific_handler, @unwind, @except\n"
	"lu_run:\n"
	"\tsubq $40, %rsp\n"
	"\t.seh_stackalloc 40\n"
	"\t.seh_endprologue\n"
	"lu_begin:\n"
	"\tmovq %rcx, %rax\n"
	"\tmovq %rsp, %rcx\n"
	"\tcall *%rax\n"
	"\tnop\n"
	"lu_end:\n"
	"\tmovl $1, %eax\n"
	"\taddq $40, %rsp\n"
	"\tret\n"
	"lu_target:\n"
	"\tmovl $2, %eax\n"
	"\taddq $40, %rsp\n"
	"\tret\n"
	".seh_handlerdata\n"
	".long 1\n"
	".long lu_begin@IMGREL, lu_end@IMGREL, lu_finally@IMGREL, 0\n"
	".text\n"
	".seh_endproc\n");

static VOID
stays(PVOID frame)
{
	UNREFERENCED_PARAMETER(frame);
}

static VOID
jumps_out(PVOID frame)
{
	__try {
		_local_unwind(frame, lu_target);
		APART();
	} __finally {
		tell('i');
	}
}

static VOID
unwinds_out(PVOID frame)
{
	__try {
		struct context context;

		RtlUnwindEx(frame, lu_target, NULL, NULL, &context, NULL);
		APART();
	} __finally {
		tell('j');
	}
}

CALLEE VOID
local_unwind(VOID)
{
	CHECK(lu_run(stays) == 1 && told(""));
	CHECK(lu_run(jumps_out) == 2 && told("iA"));
	CHECK(lu_run(unwinds_out) == 2 && told("jA"));
}

/* Windows: setjmp and longjmp without unwinding. */
CALLEE VOID
leaps(struct context *context)
{
	tell('l');
	RtlRestoreContext(context, NULL);
}

CALLEE VOID
capture_and_restore(VOID)
{
	static volatile int times;
	static struct context context;

	RtlCaptureContext(&context);
	tell('c');
	if (times++ == 0)
		leaps(&context);
	CHECK(told("clc"));
}

CALLEE unsigned
walk(PVOID *found, unsigned limit)
{
	struct context context;
	unsigned count = 0;

	RtlCaptureContext(&context);
	while (count < limit && context.Rip != 0) {
		PVOID data = NULL, entry, base;
		ULONG64 image, frame;

		if (RtlPcToFileHeader((PVOID)context.Rip, &base) == NULL)
			break;
		found[count++] = (PVOID)context.Rip;
		entry = RtlLookupFunctionEntry(context.Rip, &image, NULL);
		CHECK(image == (ULONG64)base && entry != NULL);
		RtlVirtualUnwind(0, image, context.Rip, entry, &context, &data, &frame, NULL);
	}
	return count;
}

CALLEE VOID
stack_walks(VOID)
{
	PVOID by_hand[16], by_service[16];
	ULONG hash = 0;
	unsigned count = walk(by_hand, 16);
	unsigned same = RtlCaptureStackBackTrace(0, 16, by_service, &hash);

	CHECK(count >= 3 && same == count - 1 && hash != 0);
	for (unsigned i = 1; i < same; i++)
		CHECK(by_hand[i + 1] == by_service[i]);
	CHECK(RtlCaptureStackBackTrace(1, 1, by_hand, NULL) == 1 && by_hand[0] == by_service[1]);
}

static VOID NTAPI
on_larger_stack(PVOID parameter)
{
	volatile char space[40000];

	space[0] = 1;
	*(char *)parameter = space[0];
	__try {
		raises();
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		tell('e');
	}
}

CALLEE VOID
uses_most(char *done)
{
	volatile char space[30000];
	ULONG_PTR low, high;

	space[0] = 0;
	IoGetStackLimits(&low, &high);
	CHECK((ULONG_PTR)space > low && (ULONG_PTR)space < high);
	CHECK(IoGetRemainingStackSize() > 4096);
	CHECK(KeExpandKernelStackAndCalloutEx(on_larger_stack, done, 50000, TRUE, NULL) == 0);
	CHECK(KeExpandKernelStackAndCalloutEx(on_larger_stack, done, 0x12000, TRUE, NULL)
	    == STATUS_INVALID_PARAMETER_3);
}

/* __chkstk touches what rax says, and changes no register. */
CALLEE VOID
stack_is_probed(VOID)
{
	ULONG64 size = 20000, one = 1, two = 2, ten = 10;

	__asm__ __volatile__("movq %3, %%r10\n\tcall __chkstk\n\tmovq %%r10, %3"
	    : "+a"(size), "+c"(one), "+d"(two), "+r"(ten)::"r10", "cc", "memory");
	CHECK(size == 20000 && one == 1 && two == 2 && ten == 10);
}

static VOID
seh_run(VOID)
{
	char done = 0;

	handler_of_its_own();
	local_unwind();
	capture_and_restore();
	stack_walks();
	stack_is_probed();
	uses_most(&done);
	CHECK(done == 1 && told("e"));
}
