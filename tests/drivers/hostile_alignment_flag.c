/* Sets the alignment check flag, which means nothing in kernel mode, and returns. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	static ULONG64 pair[2];

	__asm__ __volatile__("pushfq; orl $0x40000, (%rsp); popfq");
	*(volatile ULONG64 *)((UCHAR *)pair + 1) = 1;
}
