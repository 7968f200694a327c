/* A callout is registered, for others to filter with, and stays registered. */
#include "contract.h"

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
	return faulty_register(faulty.device, contract_classify, NULL);
}

static VOID
contract_stop(VOID)
{
}
