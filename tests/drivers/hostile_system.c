/* Overwrites the system\x27s own objects, and calls it. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG64 *object = (ULONG64 *)((ULONG64)driver & ~0xfffULL);

	for (ULONG i = 0; i < 0x200; i++)
		object[i] = 0xfefefefefefefefeULL;
	DbgPrint("overwritten\n");
}
