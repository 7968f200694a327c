/*
 * The callout stays registered and its filter, in a session that is not dynamic,
 * stays too: the next packet that goes out is classified by a function that is gone.
 */
#include "contract.h"

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(driver);
	status = faulty_register(faulty.device, contract_classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_engine_open(0);
	if (!NT_SUCCESS(status))
		goto unregister;
	status = faulty_policy_add(faulty.engine, &FWPM_LAYER_OUTBOUND_IPPACKET_V4,
	    FWP_ACTION_CALLOUT_INSPECTION);
	if (NT_SUCCESS(status))
		return status;

	(VOID)FwpmEngineClose0(faulty.engine);
unregister:
	faulty_unregister();
	return status;
}

static VOID
contract_stop(VOID)
{
	(VOID)FwpmEngineClose0(faulty.engine);
}
