/* Frees an address that is nobody\x27s. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ExFreePool((PVOID)0xdeadbeefdeadbeefULL);
}
