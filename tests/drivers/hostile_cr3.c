/* Reads the page directory base. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG64 base;

	__asm__ __volatile__("mov %%cr3, %0" : "=r"(base));
}
