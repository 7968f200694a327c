/* Writes to the code that called it. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	*(volatile UCHAR *)*host_address_on_stack() = 0xcc;
}
