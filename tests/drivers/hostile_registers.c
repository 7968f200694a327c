/* Returns with every register that it should have preserved changed. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	__asm__ __volatile__("mov $-1, %%rbx; mov %%rbx, %%rsi; mov %%rbx, %%rdi; mov %%rbx, %%r12;"
			     "mov %%rbx, %%r13; mov %%rbx, %%r14; mov %%rbx, %%r15;"
			     "mov %0, %%rsp; jmp *(%%rsp)" ::"r"(host_address_on_stack()));
}
