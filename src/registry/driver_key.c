/*
 * The keys that belong to a driver.
 */
#include "executive/driver.h"
#include "executive/object.h"
#include "ledger/finding.h"
#include "registry/exports.h"
#include "registry/open.h"
#include "registry/registry.h"

#include <string.h>

NTAPI NTSTATUS IoOpenDriverRegistryKey(DRIVER_OBJECT *DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
    ACCESS_MASK DesiredAccess, ULONG Flags, HANDLE *DriverRegKey);

/*
 * Windows: the Parameters key of the driver's service; the others lie where no
 *   path is promised.  [ddi:IoOpenDriverRegistryKey]
 */
NTSTATUS NTAPI
IoOpenDriverRegistryKey(DRIVER_OBJECT *DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
    ACCESS_MASK DesiredAccess, ULONG Flags, HANDLE *DriverRegKey)
{
	static WCHAR parameters[] = u"Parameters";
	UNICODE_STRING name = { sizeof parameters - 2, sizeof parameters, parameters };
	OBJECT_ATTRIBUTES attributes = { .Length = sizeof attributes, .ObjectName = &name };
	struct reg_key_open open = { .attributes = &attributes, .access = DesiredAccess };
	const UNICODE_STRING *service;
	struct reg_key *key;
	NTSTATUS status;

	object_expect(DriverObject, OBJECT_DRIVER, "IoOpenDriverRegistryKey");
	if (Flags != 0 || (ULONG)RegKeyType > DriverRegKeySharedPersistentState)
		return STATUS_INVALID_PARAMETER;
	if (RegKeyType != DriverRegKeyParameters)
		not_modelled("IoOpenDriverRegistryKey: a driver's persistent state");
	service = &DriverObject->DriverExtension->ServiceKeyName;
	key = registry_service(service->Buffer, service->Length / sizeof(WCHAR));
	if (key == NULL)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	attributes.RootDirectory = handle_make(reg_key_object_make(key), false);
	object_dereference(handle_object(attributes.RootDirectory));
	status = reg_key_open(&open);
	handle_close(attributes.RootDirectory);
	if (!NT_SUCCESS(status))
		return status;
	*DriverRegKey = handle_grant(open.object, open.access);
	object_dereference(open.object);
	return status;
}

const struct contract reg_driver_exports[] = {
	EXPORT(IoOpenDriverRegistryKey, 5, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(wdm),
	    FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_NOT_FOUND"), ENTERS(HANDLE)),
	EXPORTS_END,
};
