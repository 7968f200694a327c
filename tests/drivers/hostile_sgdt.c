/* Asks where the global descriptor table is; a processor without UMIP tells everybody. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	UCHAR table[10];

	__asm__ __volatile__("sgdt %0" : "=m"(table));
}
