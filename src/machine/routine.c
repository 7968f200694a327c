#include "machine/routine.h"

#include "image/export_name.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "machine/modules.h"

#define NAME_LIMIT 128
#define KERNEL "ntoskrnl.exe"
#define HAL "hal.dll"

NTAPI PVOID MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName);

/* A name that the kernel or the HAL exports and the machine lacks. */
static PVOID
missing(const char *name)
{
	const struct export_name *known = export_name_find(KERNEL, name);

	if (known == NULL)
		known = export_name_find(HAL, name);
	if (known == NULL)
		return NULL;
	if (known->data)
		not_modelled("MmGetSystemRoutineAddress: the variable %s", name);
	return (PVOID)gate_bind_missing(known->name);
}

/*
 * Windows: the address of what the kernel or the HAL exports, variables too, or NULL.
 *   [ddi:MmGetSystemRoutineAddress]
 * Here: NULL for a name that Windows has and the machine lacks might lead the driver another way
 *   than there, so it gets a function that ends the run when it is called.
 */
PVOID NTAPI
MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName)
{
	unsigned length = SystemRoutineName->Length / sizeof(WCHAR);
	const struct contract *contract;
	char name[NAME_LIMIT];

	if (length == 0 || length >= NAME_LIMIT)
		return NULL;
	for (unsigned i = 0; i < length; i++)
		name[i] =
		    SystemRoutineName->Buffer[i] < 0x80 ? (char)SystemRoutineName->Buffer[i] : '?';
	name[length] = '\0';
	contract = machine_export_of(KERNEL, name);
	if (contract != NULL)
		return (PVOID)gate_bind(contract);
	return missing(name);
}

const struct contract routine_exports[] = {
	EXPORT(MmGetSystemRoutineAddress, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES(
		"knows the names of one Windows; calling one that is missing ends the run")),
	EXPORTS_END,
};
