/* Halts the processor. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("hlt");
}
