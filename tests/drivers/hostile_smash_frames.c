/* Returns properly to a caller whose own frame, and all above it, has lost its return address. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	ULONG64 *at = host_address_on_stack() + 1; /* the first one is where we return to */
	ULONG64 end = ((ULONG64)at & ~0xfffULL) + 0x1000;

	UNREFERENCED_PARAMETER(driver);
	for (; (ULONG64)at < end; at++) {
		if (is_host(*at))
			*at = 0x4141414141414141;
	}
}
