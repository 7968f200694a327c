#include "executive/variable.h"

void
variable_start(void)
{
	struct variables *all = variables();

	for (unsigned type = 0; type < OBJECT_TYPES; type++)
		all->types[type].type = type;
	all->PsInitialSystemProcess = NULL; /* process_start */
	all->PsProcessType = &all->types[OBJECT_PROCESS];
	all->PsThreadType = &all->types[OBJECT_THREAD];
	all->IoFileObjectType = &all->types[OBJECT_FILE];
	all->ExEventObjectType = &all->types[OBJECT_EVENT];
	all->ExSemaphoreObjectType = &all->types[OBJECT_SEMAPHORE];
	all->SeTokenObjectType = &all->types[OBJECT_TOKEN];
	all->MmSectionObjectType = &all->types[OBJECT_SECTION];
	all->CmKeyObjectType = &all->types[OBJECT_KEY];
	all->PsJobType = &all->types[OBJECT_JOB];
	all->ExDesktopObjectType = &all->types[OBJECT_DESKTOP];
	all->IoDriverObjectType = &all->types[OBJECT_DRIVER];
	all->IoDeviceObjectType = &all->types[OBJECT_DEVICE];
	all->file_mapping = (GENERIC_MAPPING){ .GenericRead = 0x120089, /* [wdm.h, FILE_GENERIC_] */
		.GenericWrite = 0x120116,
		.GenericExecute = 0x1200a0,
		.GenericAll = 0x1f01ff };
	all->MmHighestUserAddress = (void *)(ARENA_USER_PROBE - 1);
	all->MmSystemRangeStart = (void *)ARENA_KERNEL;
	all->MmUserProbeAddress = ARENA_USER_PROBE;
}

enum object_type
variable_object_type(POBJECT_TYPE type)
{
	uint64_t number = ((uint64_t)type - (uint64_t)variables()->types) / sizeof *type;

	if (type < variables()->types || number >= OBJECT_TYPES)
		return OBJECT_TYPES;
	return (enum object_type)number;
}

#define VARIABLE(name) DATA_EXPORT(name, (void *)(VARIABLES_AT + offsetof(struct variables, name)))

const struct contract variable_exports[] = {
	VARIABLE(PsInitialSystemProcess),
	VARIABLE(PsProcessType),
	VARIABLE(PsThreadType),
	VARIABLE(IoFileObjectType),
	VARIABLE(ExEventObjectType),
	VARIABLE(ExSemaphoreObjectType),
	VARIABLE(SeTokenObjectType),
	VARIABLE(MmSectionObjectType),
	VARIABLE(CmKeyObjectType),
	VARIABLE(PsJobType),
	VARIABLE(ExDesktopObjectType),
	VARIABLE(IoDriverObjectType),
	VARIABLE(IoDeviceObjectType),
	VARIABLE(SeExports),
	VARIABLE(MmHighestUserAddress),
	VARIABLE(MmSystemRangeStart),
	VARIABLE(MmUserProbeAddress),
	EXPORTS_END,
};
