/* Unmasks the exceptions of the x87 with one pending, and returns. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	USHORT none = 0;

	__asm__ __volatile__("fninit; fldcw %0; fldz; fld1; fdiv %%st(1), %%st" ::"m"(none));
}
