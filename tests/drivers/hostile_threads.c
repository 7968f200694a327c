/* Creates 10000 threads that wait for ever. */
#include "hostile.h"

static KSTART_ROUTINE waits;
static KEVENT never;

static VOID NTAPI
waits(PVOID context)
{
	UNREFERENCED_PARAMETER(context);
	(VOID)KeWaitForSingleObject(&never, Executive, KernelMode, FALSE, NULL);
}

static VOID
hostile(PDRIVER_OBJECT driver)
{
	HANDLE handle;

	UNREFERENCED_PARAMETER(driver);
	KeInitializeEvent(&never, NotificationEvent, FALSE);
	for (ULONG i = 0; i < 10000; i++) {
		if (NT_SUCCESS(PsCreateSystemThread(&handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
			waits, NULL)))
			(VOID)ZwClose(handle);
	}
}
