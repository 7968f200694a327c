#include "machine/routine.h"

#include "kernel/gate.h"
#include "ledger/finding.h"
#include "machine/modules.h"

#include <string.h>

#define NAME_LIMIT 128
#define KERNEL "ntoskrnl.exe"

NTAPI PVOID MmGetSystemRoutineAddress(PUNICODE_STRING SystemRoutineName);

/* Prefixes of the kernel's own names. */
static bool
looks_exported(const char *name)
{
	static const char *const families[] = { "Cc", "Cm", "Dbg", "Etw", "Ex", "FsRtl", "Hal",
		"Io", "Kd", "Ke", "Ki", "Lpc", "Mm", "Nt", "Ob", "Po", "Ps", "Rtl", "Se", "Tm",
		"Vf", "Wmi", "Zw" };

	for (size_t i = 0; i < sizeof families / sizeof families[0]; i++) {
		size_t length = strlen(families[i]);

		if (strncmp(name, families[i], length) == 0 && name[length] >= 'A'
		    && name[length] <= 'Z')
			return true;
	}
	return false;
}

/*
 * Windows: the address of what the kernel or the HAL exports, variables too, or NULL.
 *   [ddi:MmGetSystemRoutineAddress]
 * Here: whether this Windows has a name that the machine lacks is not known.  NULL might lead the
 *   driver another way than there, so it gets a function that ends the run when it is called.
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
	if (looks_exported(name))
		return (PVOID)gate_bind_missing(name);
	return NULL;
}

const struct contract routine_exports[] = {
	EXPORT(MmGetSystemRoutineAddress, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(wdm),
	    APPROXIMATES("finds names that only some Windows has; calling one ends the run")),
	EXPORTS_END,
};
