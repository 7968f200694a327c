/* Allocates the smallest blocks until it gets no more, and keeps them. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	while (ExAllocatePoolWithTag(NonPagedPoolNx, 8, 'tsoH') != NULL)
		;
}
