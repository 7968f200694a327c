/* Frees an address of its own stack. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG64 local[4] = { 0 };

	ExFreePoolWithTag(local, 'tsoH');
}
