/* Unload waits for an event that nobody sets. */
#include "contract.h"

static KEVENT event;

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	return STATUS_SUCCESS;
}

static VOID
contract_stop(VOID)
{
	(VOID)KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
}
