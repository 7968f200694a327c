/* Sets the trap flag. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("pushfq; orl $0x100, (%rsp); popfq; nop");
}
