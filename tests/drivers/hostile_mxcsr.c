/* Unmasks every floating-point exception and returns. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG none = 0;

	__asm__ __volatile__("ldmxcsr %0" ::"m"(none));
}
