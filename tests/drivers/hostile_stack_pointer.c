/* Loses its stack pointer. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("mov $0x1234, %esp; push %rax");
}
