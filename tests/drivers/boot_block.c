/*
 * Guards the machine while it starts: a boot-time filter blocks what is sent until the filter
 * engine runs.  What is received is blocked at all times, by a boot-time filter and then by a
 * persistent one.
 */
#include <ntddk.h>
#include <fwpmk.h>

#define KEY(number) { 0x6c0de200 + (number), 0x7f3c, 0x4a19, \
	{ 0xb2, 0x61, 0x38, 0x04, 0x9d, 0xe5, 0x70, 0x03 } }

static const GUID keys[] = { KEY(1), KEY(2), KEY(3) };
static WCHAR name[] = L"boot_block";

/* STATUS_FWP_ALREADY_EXISTS if the driver was loaded before. */
static NTSTATUS
block(HANDLE engine, int which, const GUID *layer, UINT32 flags)
{
	FWPM_FILTER0 filter = { 0 };

	filter.filterKey = keys[which];
	filter.displayData.name = name;
	filter.flags = flags;
	filter.layerKey = *layer;
	filter.action.type = FWP_ACTION_BLOCK;
	return FwpmFilterAdd0(engine, &filter, NULL, NULL);
}

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

DRIVER_INITIALIZE DriverEntry;

/* While the machine starts there may be no engine yet: the filters are there already. */
NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	HANDLE engine;

	UNREFERENCED_PARAMETER(path);
	driver->DriverUnload = unload;
	if (FwpmBfeStateGet0() != FWPM_SERVICE_RUNNING)
		return STATUS_SUCCESS;
	if (!NT_SUCCESS(FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine)))
		return STATUS_UNSUCCESSFUL;
	(VOID)block(engine, 0, &FWPM_LAYER_OUTBOUND_IPPACKET_V4, FWPM_FILTER_FLAG_BOOTTIME);
	(VOID)block(engine, 1, &FWPM_LAYER_INBOUND_IPPACKET_V4, FWPM_FILTER_FLAG_BOOTTIME);
	(VOID)block(engine, 2, &FWPM_LAYER_INBOUND_IPPACKET_V4, FWPM_FILTER_FLAG_PERSISTENT);
	FwpmEngineClose0(engine);
	return STATUS_SUCCESS;
}
