/* Reads an I/O port. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	UCHAR byte;

	__asm__ __volatile__("inb $0x60, %0" : "=a"(byte));
}
