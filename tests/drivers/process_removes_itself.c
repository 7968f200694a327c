/* Its notify routine removes itself, and so waits for its own end. */
#include "contract.h"

static VOID NTAPI
told(HANDLE parent, HANDLE process, BOOLEAN create)
{
	UNREFERENCED_PARAMETER(parent);
	UNREFERENCED_PARAMETER(process);
	UNREFERENCED_PARAMETER(create);
	(VOID)PsSetCreateProcessNotifyRoutine(told, TRUE);
}

static VOID
contract_stop(VOID)
{
	(VOID)PsSetCreateProcessNotifyRoutine(told, TRUE);
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	return PsSetCreateProcessNotifyRoutine(told, FALSE);
}
