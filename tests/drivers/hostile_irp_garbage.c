/* Completes a request that is no request. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG64 *garbage = ExAllocatePoolWithTag(NonPagedPoolNx, 4096, 'tsoH');

	if (garbage == NULL)
		return;
	RtlFillMemory(garbage, 4096, 0xff);
	IoCompleteRequest((PIRP)garbage, IO_NO_INCREMENT);
}
