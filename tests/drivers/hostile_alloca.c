/* Takes 1 MB of stack at once, without probing, and uses the far end. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("sub $0x100000, %rsp; push %rax");
}
