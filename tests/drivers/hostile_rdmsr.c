/* Reads the address of the system call entry from its MSR. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG low, high;

	__asm__ __volatile__("rdmsr" : "=a"(low), "=d"(high) : "c"(0xc0000082));
}
