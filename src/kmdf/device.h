/*
 * WDFDEVICE: a control device, and the WDFDEVICE_INIT that it is made from.
 *
 * Only control devices are modelled: those that a non-PnP driver makes.  The WDM
 * device object goes when the WDFDEVICE is disposed of; or at once, when the
 * driver deletes it, while the WDFDEVICE waits for the last open file.
 *
 * Windows: the DEVICE_OBJECT's DeviceExtension is the WDFDEVICE's first
 *   context, which is how the framework finds back.  [K: fxdevicekm.cpp]
 */
#ifndef KMDF_DEVICE_H
#define KMDF_DEVICE_H

#include "kmdf/lock.h"
#include "kmdf/object.h"
#include "kmdf/preprocess.h"

struct wdf_queue;

struct wdf_device {
	struct wdf_object object;
	DEVICE_OBJECT *device_object;
	UNICODE_STRING name;
	UNICODE_STRING link;
	WDF_EXECUTION_LEVEL level;
	WDF_SYNCHRONIZATION_SCOPE scope;
	struct wdf_callback_lock lock;
	WDF_DEVICE_IO_TYPE io_type;
	bool exclusive;
	bool finished;       /* WdfControlFinishInitializing was called */
	bool wdm_deleted;    /* IoDeleteDevice was */
	bool has_files;      /* WdfDeviceInitSetFileObjectConfig was called */
	unsigned files_open; /* and one for the device itself */
	struct link files;
	WDF_FILEOBJECT_CONFIG file_config;
	WDF_OBJECT_ATTRIBUTES file_attributes;    /* Size 0: none */
	WDF_OBJECT_ATTRIBUTES request_attributes; /* Size 0: none */
	PFN_WDF_IO_IN_CALLER_CONTEXT in_caller_context;
	PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION shutdown;
	struct wdf_queue *default_queue;
	struct wdf_queue *creates;    /* the framework's own, for EvtDeviceFileCreate */
	struct wdf_queue *creates_to; /* where the driver wants creates */
	struct wdf_queue *dispatch[IRP_MJ_MAXIMUM_FUNCTION + 1];
	struct wdf_preprocess *preprocess; /* by major function; NULL: none */
};

/* NULL: not one of ours. */
struct wdf_device *wdf_device_of(const DEVICE_OBJECT *device_object);

bool wdf_device_initializing(const struct wdf_device *device);
void wdf_device_set_default(struct wdf_device *device, struct wdf_queue *queue);
void wdf_device_forget_queue(struct wdf_device *device, const struct wdf_queue *queue);
void wdf_device_file_closed(struct wdf_device *device);

void wdf_device_delete(struct wdf_device *device);
void wdf_device_disposed(struct wdf_object *object);
void wdf_device_destroy(struct wdf_object *object);

extern const struct contract wdf_device_slots[];
extern const struct contract wdf_init_slots[]; /* init.c */

#endif
