/*
 * Preprocessing: a driver sees IRPs as WDM has them, before the framework does.
 *
 * Windows: the callback returns the IRP's status, or hands the IRP on with
 *   WdfDeviceWdmDispatchPreprocessedIrp, after it set up the next stack location;
 *   so the device has one location more.  [wdf/preprocessing-and-postprocessing-irps;
 *   K: fxdevice.cpp]
 */
#ifndef KMDF_PREPROCESS_H
#define KMDF_PREPROCESS_H

#include "kmdf/object.h"

struct wdf_device;

struct wdf_preprocess {
	PFN_WDFDEVICE_WDM_IRP_PREPROCESS callback; /* NULL: none */
	ULONG minors;                              /* 0: all */
	UCHAR minor[16];
};

/* The callback for the IRP, or NULL. */
PFN_WDFDEVICE_WDM_IRP_PREPROCESS wdf_preprocess_of(const struct wdf_device *device, const IRP *irp);

extern const struct contract wdf_preprocess_slots[];

#endif
