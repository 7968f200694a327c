/* Divides the least integer by -1. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("mov $0x80000000, %%eax; cdq; mov $-1, %%ecx; idivl %%ecx" ::
				 : "rax", "rcx", "rdx", "cc");
}
