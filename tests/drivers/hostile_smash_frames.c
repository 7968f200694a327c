/* Overwrites each address of the host on its stack: return addresses of its callers. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG64 *at = host_address_on_stack();
	ULONG64 end = ((ULONG64)at & ~0xfffULL) + 0x1000;

	for (; (ULONG64)at < end; at++) {
		if (is_host(*at))
			*at = 0x4141414141414141;
	}
}
