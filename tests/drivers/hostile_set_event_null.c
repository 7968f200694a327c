/* Sets no event. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeSetEvent(NULL, IO_NO_INCREMENT, FALSE);
}
