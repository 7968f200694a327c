/* Overwrites all of its stack with zeroes, its return address among it, and returns. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	volatile ULONG64 *at = __builtin_frame_address(0);
	ULONG64 end = ((ULONG64)at & ~0xfffULL) + 0x1000;

	for (; (ULONG64)at < end; at++)
		*at = 0;
}
