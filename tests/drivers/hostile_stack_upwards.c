/* Writes upwards over everything, from its own frame on. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	volatile ULONG64 *at = __builtin_frame_address(0);

	for (;;)
		*at++ = 0;
}
