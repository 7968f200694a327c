/* Returns from an interrupt that never came, to the kernel code segment of Windows. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("mov %%rsp, %%rax; push $0x18; push %%rax; pushfq; push $0x10;"
			     "lea 1f(%%rip), %%rax; push %%rax; iretq; 1:" ::
				 : "rax", "memory");
}
