/* Jumps to a system call instruction in the host's own code, and asks for a socket. */
#include "hostile_syscall.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	(VOID)host_call(found_syscall(), 41, 2, 1, 0);
	__asm__ __volatile__("ud2"); /* a build with sanitizers answers that it is not permitted */
}
