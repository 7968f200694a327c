/* Completes a request of its own, overwritten with ones. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	PIRP irp = IoAllocateIrp(1, FALSE);

	if (irp == NULL)
		return;
	RtlFillMemory(irp, sizeof *irp, 0xff);
	IoCompleteRequest(irp, IO_NO_INCREMENT);
}
