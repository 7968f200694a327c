/*
 * Variables that drivers import: DATA rows, whose address is the variable's.
 *
 * They stand at one place of the shared extent, so that a driver reads the
 * same values in every run.  An object type is a name for ObReference…
 * functions; nothing is behind it but its number.
 */
#ifndef EXECUTIVE_VARIABLE_H
#define EXECUTIVE_VARIABLE_H

#include "executive/object.h"
#include "host/arena.h"
#include "nt/se.h"

struct _OBJECT_TYPE {
	uint64_t type; /* enum object_type */
};

struct variables {
	void *PsInitialSystemProcess;
	POBJECT_TYPE PsProcessType;
	POBJECT_TYPE PsThreadType;
	POBJECT_TYPE IoFileObjectType;
	POBJECT_TYPE ExEventObjectType;
	POBJECT_TYPE ExSemaphoreObjectType;
	POBJECT_TYPE SeTokenObjectType;
	POBJECT_TYPE MmSectionObjectType;
	POBJECT_TYPE CmKeyObjectType;
	POBJECT_TYPE PsJobType;
	POBJECT_TYPE ExDesktopObjectType;
	POBJECT_TYPE IoDriverObjectType;
	POBJECT_TYPE IoDeviceObjectType;
	void *SeExports; /* the security floor's */
	void *MmHighestUserAddress;
	void *MmSystemRangeStart;
	uint64_t MmUserProbeAddress;
	struct _OBJECT_TYPE types[OBJECT_TYPES];
	GENERIC_MAPPING file_mapping; /* IoGetFileObjectGenericMapping's */
};

#define VARIABLES_AT (ARENA_SHARED + 0x80000)

void variable_start(void);

static inline struct variables *
variables(void)
{
	return (struct variables *)VARIABLES_AT;
}

/* OBJECT_TYPES: it is none of ours. */
enum object_type variable_object_type(POBJECT_TYPE type);

extern const struct contract variable_exports[];

#endif
