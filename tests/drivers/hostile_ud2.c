/* Executes an undefined instruction. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("ud2");
}
