/*
 * For drivers that try exceptions: a driver whose DriverEntry does all, and stops the machine,
 * naming the line, where something is not as Windows has it.
 */
#ifndef SEH_H
#define SEH_H

#include <ntddk.h>

#define CALLEE static __attribute__((noinline, unused)) /* clang's __try sees what calls raise, not loads and stores */

/* clang's tables give the return address of a block's last call to the next block too. */
#define APART() __asm__ __volatile__("nop")
#define NOWHERE ((PVOID)0x1230) /* a user address where nothing is */

/* Where a CONTEXT has what tests look at; the layout is Windows', and wdm.h does not have it. */
struct context {
	UCHAR before_rax[0x78];
	ULONG64 Rax, Rcx, Rdx, Rbx, Rsp, Rbp, Rsi, Rdi, R8, R9, R10, R11, R12, R13, R14, R15, Rip;
	UCHAR behind_rip[0x4d0 - 0x100];
} __attribute__((aligned(16)));
#define CONTEXT_OF(pointers) ((struct context *)(pointers)->ContextRecord)

NTSYSAPI VOID NTAPI RtlRaiseException(PEXCEPTION_RECORD ExceptionRecord);

DRIVER_INITIALIZE DriverEntry;
static VOID seh_run(VOID);
#ifdef SEH_DEVICE
static VOID seh_device(PDRIVER_OBJECT driver);
#endif

/* What happened, in order. */
static char seh_story[64] __attribute__((aligned(8)));
static unsigned seh_told;

CALLEE VOID
seh_check(int right, int line)
{
	ULONG64 *story = (ULONG64 *)(PVOID)seh_story;

	if (!right) /* MANUALLY_INITIATED_CRASH, with the beginning of the story, backwards */
		KeBugCheckEx(0xE2, (ULONG_PTR)line, story[0], story[1], 0);
}
#define CHECK(condition) seh_check((condition) != 0, __LINE__)

CALLEE VOID
tell(char what)
{
	if (seh_told < sizeof seh_story - 1)
		seh_story[seh_told++] = what;
}

CALLEE int
told(const char *story)
{
	unsigned at = 0;

	while (story[at] != 0 && story[at] == seh_story[at])
		at++;
	if (story[at] != 0 || at != seh_told)
		return 0;
	for (at = 0; at < sizeof seh_story; at++)
		seh_story[at] = 0;
	seh_told = 0;
	return 1;
}

CALLEE int
load(volatile int *from)
{
	return *from;
}

CALLEE VOID
store(volatile int *to, int value)
{
	*to = value;
}

static VOID NTAPI
seh_unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = seh_unload;
#ifdef SEH_DEVICE
	seh_device(DriverObject);
#endif
	seh_run();
	return STATUS_SUCCESS;
}

#endif
