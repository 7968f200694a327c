/* Returns with the direction flag set: string instructions run backwards then. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("std");
}
