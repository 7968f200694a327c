/*
 * A driver of the framework's for tests: it binds as a stub does and calls its
 * slots through their thunks, on a machine that begins anew for each test.
 */
#ifndef TESTS_KMDF_BENCH_DRIVER_H
#define TESTS_KMDF_BENCH_DRIVER_H

#include "../executive/bench_machine.h"
#include "executive/file.h"
#include "kmdf/bind.h"
#include "nt/status.h"
#include "nt/wdf.h"
#include "test.h"

int kmdf_fresh(void **state); /* cmocka's set-up */

extern PWDF_DRIVER_GLOBALS globals;
extern uint64_t slots[WDF_SLOT_COUNT];
extern struct driver *driver;
extern WDFDRIVER wdf_driver;
extern WDFDEVICE wdf_device;

#define CALL(name, ...) (((uint64_t(NTAPI *)())slots[WDF_SLOT_##name])(globals, __VA_ARGS__))
#define CALL_STATUS(name, ...) ((NTSTATUS)CALL(name, __VA_ARGS__))

NTSTATUS bind(ULONG minor, ULONG count, void *table);
void unbind(void);

/* On a machine's thread: bound, with a WDFDRIVER, with EvtDriverUnload or without. */
void driver_enter(PFN_WDF_DRIVER_UNLOAD unload);
/* A WDFDEVICE_INIT with a name; and the device, \\.\Bench, of `init`. */
PWDFDEVICE_INIT init_make(void);
void device_make_from(PWDFDEVICE_INIT init);
void device_finish(void);
void driver_leave(void); /* as the stub does it: DriverUnload, then the unbind */

WDF_OBJECT_ATTRIBUTES attributes_of(WDFOBJECT parent);
WDF_IO_QUEUE_CONFIG queue_config(WDF_IO_QUEUE_DISPATCH_TYPE type);

/* A note of what happened, in order. */
void note(char what);
extern char notes[64];

#endif
