/* Spins on a variable that nobody writes, politely. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	static volatile LONG never;

	while (!never)
		__asm__ __volatile__("pause");
}
