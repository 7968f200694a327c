/* Exceptions in a classifyFn, caught there; and allocations that raise, caught in what loads and unloads. */
#include "contract.h"

#define CALLEE static __attribute__((noinline, unused))
#define NOWHERE ((PVOID)0xdeadbeefdeadbeef) /* no page fault, so it may be caught at DISPATCH_LEVEL too */

CALLEE int
load(volatile int *from)
{
	return *from;
}

CALLEE VOID NTAPI
classify(const FWPS_INCOMING_VALUES0 *values, const FWPS_INCOMING_METADATA_VALUES0 *meta,
    void *data, const FWPS_FILTER0 *filter, UINT64 context, FWPS_CLASSIFY_OUT0 *out)
{
	__try {
		load(NOWHERE);
	} __except (GetExceptionCode() == STATUS_ACCESS_VIOLATION) {
		contract_classify(values, meta, data, filter, context, out);
	}
}

/* Windows: an allocation that raises is never NULL. */
CALLEE NTSTATUS
allocate(POOL_FLAGS flags, PVOID *block)
{
	NTSTATUS status = STATUS_SUCCESS;

	__try {
		*block = ExAllocatePool2(flags | POOL_FLAG_RAISE_ON_FAILURE, 100, FAULTY_TAG);
		if (*block == NULL)
			KeBugCheckEx(CONTRACT_BUGCHECK, 1, 0, 0, 0);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		status = (NTSTATUS)GetExceptionCode();
		if (status != STATUS_INSUFFICIENT_RESOURCES)
			KeBugCheckEx(CONTRACT_BUGCHECK, 2, (ULONG_PTR)status, 0, 0);
	}
	return status;
}

static NTSTATUS
contract_start(PDRIVER_OBJECT driver)
{
	PVOID block;
	NTSTATUS status = allocate(POOL_FLAG_NON_PAGED, &block);

	UNREFERENCED_PARAMETER(driver);
	if (!NT_SUCCESS(status))
		return status;
	ExFreePoolWithTag(block, FAULTY_TAG);
	status = faulty_register(faulty.device, classify, NULL);
	if (!NT_SUCCESS(status))
		return status;
	status = faulty_engine_open(FWPM_SESSION_FLAG_DYNAMIC);
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
	faulty_unregister();
	(VOID)FwpmEngineClose0(faulty.engine);
}
