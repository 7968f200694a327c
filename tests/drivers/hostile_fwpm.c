/* cases: freed_condition count_lies user_name freed_blob huge_blob freed_id */
/* Adds a filter one of whose pointers leads nowhere good; each case is one of them. */
#include "hostile.h"

#include <initguid.h>
#include <ndis.h>

#include <fwpsk.h>

#include <fwpmk.h>

#define TAG 'lifH'

static WCHAR name[] = L"hostile";
static FWP_BYTE_BLOB blob;
static FWPM_FILTER_CONDITION0 condition;
static FWPM_FILTER0 filter;

__attribute__((unused)) /* by half of the cases */
static VOID *
freed(SIZE_T bytes)
{
	VOID *block = ExAllocatePoolWithTag(NonPagedPoolNx, bytes, TAG);

	if (block == NULL)
		return NULL;
	RtlZeroMemory(block, bytes);
	ExFreePoolWithTag(block, TAG);
	return block;
}

static VOID
hostile(PDRIVER_OBJECT driver)
{
	HANDLE engine = NULL;
	UINT64 id = 0, *where = &id;

	UNREFERENCED_PARAMETER(driver);
	filter.displayData.name = name;
	filter.layerKey = FWPM_LAYER_ALE_AUTH_CONNECT_V4;
	filter.action.type = FWP_ACTION_BLOCK;
	filter.filterCondition = &condition;
	filter.numFilterConditions = 1;
	condition.fieldKey = FWPM_CONDITION_ALE_APP_ID;
	condition.conditionValue.type = FWP_BYTE_BLOB_TYPE;
	condition.conditionValue.byteBlob = &blob;
	blob.data = (UINT8 *)name;
	blob.size = sizeof(name);
#if defined(CASE_freed_condition)
	filter.filterCondition = freed(sizeof(condition));
#elif defined(CASE_count_lies)
	filter.filterCondition = ExAllocatePoolWithTag(NonPagedPoolNx, sizeof(condition), TAG);
	if (filter.filterCondition != NULL)
		*filter.filterCondition = condition;
	filter.numFilterConditions = 0xFFFFFFFF;
#elif defined(CASE_user_name)
	filter.displayData.name = (WCHAR *)0x10000;
#elif defined(CASE_freed_blob)
	blob.data = freed(64);
#elif defined(CASE_huge_blob)
	blob.size = 0xFFFFFFFF;
#elif defined(CASE_freed_id)
	where = freed(sizeof(*where));
#endif
	if (!NT_SUCCESS(FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine)))
		return;
	FwpmFilterAdd0(engine, &filter, NULL, where);
	FwpmEngineClose0(engine);
}
