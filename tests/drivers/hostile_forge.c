/* Speaks to the supervisor in the machine's place. */
#include "hostile_syscall.h"

#define WORDS 4 /* the descriptor, if nothing was open but the first three */

static VOID
hostile(PDRIVER_OBJECT driver)
{
	static const CHAR words[] = "{\"what\": \"done\", \"lives\": [[[[\n\n\xff\xfe\n";

	UNREFERENCED_PARAMETER(driver);
	(VOID)host_call(found_syscall(), 1, WORDS, (ULONG64)words, sizeof words - 1);
	__asm__ __volatile__("ud2");
}
