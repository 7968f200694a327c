/* Writes to an I/O port. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("outb %0, $0x64" ::"a"((UCHAR)0xfe));
}
