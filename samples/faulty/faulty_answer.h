/*
 * A whole driver around one classifyFn, for those whose defect is what it answers.
 *
 *	FAULTY_ANSWERS(layer, action)	`answer` is its classifyFn
 */
#ifndef FAULTY_ANSWER_H
#define FAULTY_ANSWER_H

#include "faulty.h"

static VOID NTAPI answer(const FWPS_INCOMING_VALUES0 *values,
    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *data, const FWPS_FILTER0 *filter,
    UINT64 context, FWPS_CLASSIFY_OUT0 *out);

#define ANSWER() \
	static VOID NTAPI answer(const FWPS_INCOMING_VALUES0 *values, \
	    const FWPS_INCOMING_METADATA_VALUES0 *meta, void *data, const FWPS_FILTER0 *filter, \
	    UINT64 context, FWPS_CLASSIFY_OUT0 *out)

#define UNUSED_ARGUMENTS() \
	do { \
		UNREFERENCED_PARAMETER(values); \
		UNREFERENCED_PARAMETER(meta); \
		UNREFERENCED_PARAMETER(data); \
		UNREFERENCED_PARAMETER(filter); \
		UNREFERENCED_PARAMETER(context); \
		UNREFERENCED_PARAMETER(out); \
	} while (0)

#define FAULTY_ANSWERS(layer, action) \
	static DRIVER_UNLOAD unload; \
	static VOID NTAPI unload(PDRIVER_OBJECT driver) \
	{ \
		UNREFERENCED_PARAMETER(driver); \
		faulty_callout_stop(); \
	} \
	NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath) \
	{ \
		UNREFERENCED_PARAMETER(RegistryPath); \
		DriverObject->DriverUnload = unload; \
		return faulty_callout_start(DriverObject, &layer, action, answer, NULL); \
	}

#endif /* FAULTY_ANSWER_H */
