/* The ids of layers, which are two higher from 85 on since Windows 11: DriverEntry fails with the
 * number of the line that went wrong, in the code's lower half. */
#include "../../samples/faulty/faulty.h"

#define WANTS(condition) \
	if (!(condition)) \
	return (NTSTATUS)(0xE0000000 | __LINE__)
#define ABSENT 0xFFFF

static const struct {
	const GUID *key;
	UINT16 ids[2]; /* on Windows 10 22H2, on Windows 11 24H2 */
} layers[] = {
	{ &FWPM_LAYER_INBOUND_IPPACKET_V4, { 0, 0 } },
	{ &FWPM_LAYER_ALE_AUTH_CONNECT_V4, { 48, 48 } },
	{ &FWPM_LAYER_INBOUND_RESERVED2, { 82, 82 } },
	{ &FWPM_LAYER_OUTBOUND_NETWORK_CONNECTION_POLICY_V4, { ABSENT, 85 } },
	{ &FWPM_LAYER_OUTBOUND_NETWORK_CONNECTION_POLICY_V6, { ABSENT, 86 } },
	{ &FWPM_LAYER_IPSEC_KM_DEMUX_V4, { 85, 87 } },
	{ &FWPM_LAYER_IPSEC_KM_DEMUX_V6, { 86, 88 } },
	{ &FWPM_LAYER_RPC_UM, { 91, 93 } },
	{ &FWPM_LAYER_KM_AUTHORIZATION, { 96, 98 } },
};

static DRIVER_UNLOAD unload;

static VOID NTAPI
unload(PDRIVER_OBJECT driver)
{
	UNREFERENCED_PARAMETER(driver);
}

static NTSTATUS
check_layer(HANDLE engine, const GUID *key, UINT16 id)
{
	FWPM_LAYER0 *layer;
	NTSTATUS status = FwpmLayerGetByKey0(engine, key, &layer);
	BOOLEAN same;

	if (id == ABSENT) {
		WANTS(status == STATUS_FWP_LAYER_NOT_FOUND);
		return STATUS_SUCCESS;
	}
	WANTS(NT_SUCCESS(status));
	same = layer->layerId == id;
	FwpmFreeMemory0((VOID **)&layer);
	WANTS(same);
	WANTS(NT_SUCCESS(FwpmLayerGetById0(engine, id, &layer)));
	same = RtlCompareMemory(&layer->layerKey, key, sizeof(*key)) == sizeof(*key);
	FwpmFreeMemory0((VOID **)&layer);
	WANTS(same);
	return STATUS_SUCCESS;
}

NTSTATUS NTAPI
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	RTL_OSVERSIONINFOW version = { .dwOSVersionInfoSize = sizeof(version) };
	NTSTATUS status = STATUS_SUCCESS;
	HANDLE engine;
	FWPM_LAYER0 *layer;
	BOOLEAN newest;

	UNREFERENCED_PARAMETER(RegistryPath);
	DriverObject->DriverUnload = unload;
	RtlGetVersion(&version);
	newest = version.dwBuildNumber >= 22000;
	WANTS(NT_SUCCESS(FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine)));
	for (int i = 0; i < (int)(sizeof(layers) / sizeof(layers[0])) && NT_SUCCESS(status); i++)
		status = check_layer(engine, layers[i].key, layers[i].ids[newest]);
	if (NT_SUCCESS(status) && !newest
	    && FwpmLayerGetById0(engine, 97, &layer) != STATUS_FWP_LAYER_NOT_FOUND)
		status = (NTSTATUS)(0xE0000000 | __LINE__);
	FwpmEngineClose0(engine);
	return status;
}
