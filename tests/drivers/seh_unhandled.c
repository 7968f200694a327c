/* cases: null raise system dispatch dpc dpc_fault fast_fail filter_loops finally_loops client continues disposition assertion unwinds */
/* Exceptions that nobody handles, or that are none: what the machine stops with. */
#ifdef CASE_client
#define SEH_DEVICE
#endif
#include "seh.h"

static volatile int ran;

CALLEE VOID
wrong(VOID)
{
	load(NOWHERE);
}

static __attribute__((unused)) NTSTATUS NTAPI
create(PDEVICE_OBJECT device, PIRP irp)
{
	UNREFERENCED_PARAMETER(device);
	wrong();
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_SUCCESS;
}

#ifdef SEH_DEVICE
static VOID
seh_device(PDRIVER_OBJECT driver)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\Device\\DrydockSeh");
	UNICODE_STRING link = RTL_CONSTANT_STRING(L"\\DosDevices\\DrydockSeh");
	PDEVICE_OBJECT device;

	driver->MajorFunction[IRP_MJ_CREATE] = create;
	if (NT_SUCCESS(IoCreateDevice(driver, 0, &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device)))
		IoCreateSymbolicLink(&link, &name);
}
#endif

static KDEFERRED_ROUTINE deferred;
static VOID NTAPI
deferred(PKDPC dpc, PVOID context, PVOID one, PVOID two)
{
	UNREFERENCED_PARAMETER(dpc);
	UNREFERENCED_PARAMETER(one);
	UNREFERENCED_PARAMETER(two);
	if (context != NULL)
		wrong();
	else
		__asm__ __volatile__("xorl %%edx, %%edx; divl %%edx" ::: "rax", "rdx");
	ran = 1;
}

CALLEE VOID
run_dpc(PVOID context)
{
	static KDPC dpc;
	LARGE_INTEGER wait = { .QuadPart = -10000000 };

	KeInitializeDpc(&dpc, deferred, context);
	KeInsertQueueDpc(&dpc, NULL, NULL);
	while (!ran)
		KeDelayExecutionThread(KernelMode, FALSE, &wait);
}

CALLEE int
filter_that_faults(VOID)
{
	wrong();
	return EXCEPTION_EXECUTE_HANDLER;
}

/* A handler of the driver's own, which answers what is no answer, or unwinds to nowhere. */
int my_handler(PEXCEPTION_RECORD record, PVOID frame, PVOID context, PVOID dispatcher);
NTSYSAPI VOID NTAPI RtlUnwind(PVOID TargetFrame, PVOID TargetIp, PEXCEPTION_RECORD ExceptionRecord,
    PVOID ReturnValue);
int
my_handler(PEXCEPTION_RECORD record, PVOID frame, PVOID context, PVOID dispatcher)
{
	UNREFERENCED_PARAMETER(context);
	UNREFERENCED_PARAMETER(dispatcher);
	UNREFERENCED_PARAMETER(record);
#ifdef CASE_unwinds /* 2 is EXCEPTION_UNWINDING */
	if ((record->ExceptionFlags & 2) == 0)
		RtlUnwind((char *)frame + 8, (PVOID)wrong, record, NULL);
#else
	UNREFERENCED_PARAMETER(frame);
#endif
	return 99;
}

VOID guarded(VOID);
__asm__(".text\n"
	".seh_proc guarded\n"
	".seh_handler my_handler, @unwind, @except\n"
	"guarded:\n"
	"\tsubq $40, %rsp\n"
	"\t.seh_stackalloc 40\n"
	"\t.seh_endprologue\n"
	"\tmovl 0x1230, %eax\n"
	"\tnop\n"
	"\taddq $40, %rsp\n"
	"\tret\n"
	".seh_handlerdata\n"
	".text\n"
	".seh_endproc\n");

static VOID
seh_run(VOID)
{
#ifdef CASE_null
	wrong();
#elif defined CASE_raise
	ExRaiseStatus(STATUS_INSUFFICIENT_RESOURCES);
#elif defined CASE_assertion
	__asm__ __volatile__("int $0x2c");
#elif defined CASE_disposition || defined CASE_unwinds
	guarded();
#elif defined CASE_dpc
	run_dpc(NULL);
#endif
	__try {
#ifdef CASE_system
		load((int *)0xffffa00012345678);
#elif defined CASE_dispatch
		KIRQL irql = KeRaiseIrqlToDpcLevel();
		wrong();
		KeLowerIrql(irql);
#elif defined CASE_dpc_fault
		run_dpc((PVOID)1);
#elif defined CASE_fast_fail
		__asm__ __volatile__("int $0x29" ::"c"(2));
		wrong();
#elif defined CASE_filter_loops || defined CASE_client
		ran = 1;
#elif defined CASE_continues
		ExRaiseStatus(STATUS_UNSUCCESSFUL);
#endif
		ran = 2;
		if (ran == 3)
			wrong();
#ifdef CASE_continues
	} __except (EXCEPTION_CONTINUE_EXECUTION) {
#else
	} __except (EXCEPTION_EXECUTE_HANDLER) {
#endif
		ran = 9;
	}
#ifdef CASE_filter_loops
	__try {
		wrong();
	} __except (filter_that_faults()) {
		ran = 9;
	}
#elif defined CASE_finally_loops
	for (int i = 0; i < 3; i++) {
		__try {
			wrong();
		} __finally {
			filter_that_faults();
		}
	}
#endif
}
