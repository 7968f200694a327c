/* Allocates pool until it gets no more, and keeps it. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	while (ExAllocatePoolWithTag(NonPagedPoolNx, 1 << 20, 'tsoH') != NULL)
		;
}
