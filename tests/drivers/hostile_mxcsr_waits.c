/* Unmasks every floating-point exception and lets others run. */
#include "hostile.h"

static VOID
hostile(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	ULONG none = 0;
	LARGE_INTEGER moment = { .QuadPart = -10000 };

	__asm__ __volatile__("ldmxcsr %0" ::"m"(none));
	(VOID)KeDelayExecutionThread(KernelMode, FALSE, &moment);
	__asm__ __volatile__("ldmxcsr %0" ::"m"((ULONG){ 0x1f80 }));
}
