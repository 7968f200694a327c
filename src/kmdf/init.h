/*
 * WDFDEVICE_INIT: what a driver says about a device before there is one.
 *
 * WdfDeviceCreate takes it over when it succeeds; otherwise the driver frees
 * it with WdfDeviceInitFree.
 */
#ifndef KMDF_INIT_H
#define KMDF_INIT_H

#include "kmdf/object.h"
#include "kmdf/preprocess.h"

struct WDFDEVICE_INIT {
	uint64_t magic;
	struct binding *binding;
	UNICODE_STRING name; /* Buffer NULL: none */
	UNICODE_STRING sddl;
	GUID class;
	bool has_class;
	DEVICE_TYPE type;
	ULONG characteristics;
	WDF_DEVICE_IO_TYPE io_type;
	bool exclusive;
	bool has_files;
	WDF_FILEOBJECT_CONFIG file_config;
	WDF_OBJECT_ATTRIBUTES file_attributes;
	WDF_OBJECT_ATTRIBUTES request_attributes;
	PFN_WDF_IO_IN_CALLER_CONTEXT in_caller_context;
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION shutdown;
	UCHAR shutdown_flags;
	bool preprocesses;
	struct wdf_preprocess preprocess[IRP_MJ_MAXIMUM_FUNCTION + 1];
};

/* What the driver passed, checked; ends the life if it is no init, or was used up. */
struct WDFDEVICE_INIT *wdf_init_from(
    PWDF_DRIVER_GLOBALS globals, PWDFDEVICE_INIT init, const char *function);
void wdf_init_give(struct WDFDEVICE_INIT *init);

UNICODE_STRING wdf_text_copy(PCUNICODE_STRING text); /* with a terminator; wdf_text_give */
void wdf_text_give(UNICODE_STRING *text);
NTSTATUS wdf_text_check(PCUNICODE_STRING text);

#endif
