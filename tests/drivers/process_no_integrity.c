/* An image with no integrity check: the Ex notification is refused, the plain one is not. */
#include "contract.h"

static VOID NTAPI
told_ex(PEPROCESS process, HANDLE id, PPS_CREATE_NOTIFY_INFO info)
{
	UNREFERENCED_PARAMETER(process);
	UNREFERENCED_PARAMETER(id);
	UNREFERENCED_PARAMETER(info);
}

static VOID
contract_stop(VOID)
{
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	return PsSetCreateProcessNotifyRoutineEx(told_ex, FALSE);
}
