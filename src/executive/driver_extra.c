#include "executive/driver_extra.h"

#include "base/list.h"
#include "executive/irp.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/process.h"
#include "executive/work.h"
#include "host/arena.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "nt/io_queue.h"
#include "sched/choice.h"
#include "sched/thread.h"

#define EXTENSION_TAG 0x76697244 /* "Driv" */

struct extension {
	struct link link;
	DRIVER_OBJECT *driver;
	void *id; /* the client's address that names it */
	void *bytes;
};

struct again {
	struct link link;
	DRIVER_OBJECT *driver;
	PDRIVER_REINITIALIZE routine;
	void *context;
};

/* A completion routine of IoSetCompletionRoutineEx's, while its IRP is under way. */
struct completion {
	PIO_COMPLETION_ROUTINE routine;
	void *context;
};

static MACHINE_STATE struct {
	struct link extensions;
	struct link again;
} extra;

NTAPI NTSTATUS IoAllocateDriverObjectExtension(DRIVER_OBJECT *DriverObject,
    PVOID ClientIdentificationAddress, ULONG DriverObjectExtensionSize,
    PVOID *DriverObjectExtension);
NTAPI PVOID IoGetDriverObjectExtension(
    DRIVER_OBJECT *DriverObject, PVOID ClientIdentificationAddress);
NTAPI void IoRegisterDriverReinitialization(
    DRIVER_OBJECT *DriverObject, PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context);
NTAPI void IoRegisterBootDriverReinitialization(
    DRIVER_OBJECT *DriverObject, PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context);
NTAPI NTSTATUS IoSetCompletionRoutineEx(DEVICE_OBJECT *DeviceObject, IRP *Irp,
    PIO_COMPLETION_ROUTINE CompletionRoutine, PVOID Context, BOOLEAN InvokeOnSuccess,
    BOOLEAN InvokeOnError, BOOLEAN InvokeOnCancel);
NTAPI BOOLEAN IoIsSystemThread(PETHREAD Thread);
NTAPI BOOLEAN IoIsOperationSynchronous(IRP *Irp);

void
driver_extra_start(void)
{
	list_start(&extra.extensions);
	list_start(&extra.again);
}

static struct extension *
extension_find(const DRIVER_OBJECT *driver, const void *id)
{
	LIST_EACH (at, &extra.extensions) {
		struct extension *extension = LIST_ITEM(at, struct extension, link);

		if (extension->driver == driver && extension->id == id)
			return extension;
	}
	return NULL;
}

/* Windows: zeroed, and freed with the driver object.  [ddi:IoAllocateDriverObjectExtension] */
NTSTATUS NTAPI
IoAllocateDriverObjectExtension(DRIVER_OBJECT *DriverObject, PVOID ClientIdentificationAddress,
    ULONG DriverObjectExtensionSize, PVOID *DriverObjectExtension)
{
	struct extension *extension;

	object_expect(DriverObject, OBJECT_DRIVER, "IoAllocateDriverObjectExtension");
	*DriverObjectExtension = NULL;
	if (choice_refuses())
		return STATUS_INSUFFICIENT_RESOURCES;
	if (extension_find(DriverObject, ClientIdentificationAddress) != NULL)
		return STATUS_OBJECT_NAME_COLLISION;
	extension = arena_take(sizeof *extension);
	extension->driver = DriverObject;
	extension->id = ClientIdentificationAddress;
	extension->bytes = pool_take_own(DriverObjectExtensionSize, EXTENSION_TAG);
	list_add(&extra.extensions, &extension->link);
	*DriverObjectExtension = extension->bytes;
	return STATUS_SUCCESS;
}

PVOID NTAPI
IoGetDriverObjectExtension(DRIVER_OBJECT *DriverObject, PVOID ClientIdentificationAddress)
{
	struct extension *extension;

	object_expect(DriverObject, OBJECT_DRIVER, "IoGetDriverObjectExtension");
	extension = extension_find(DriverObject, ClientIdentificationAddress);
	return extension != NULL ? extension->bytes : NULL;
}

void
driver_extensions_free(DRIVER_OBJECT *object)
{
	LIST_EACH_SAFE (at, &extra.extensions) {
		struct extension *extension = LIST_ITEM(at, struct extension, link);

		if (extension->driver != object)
			continue;
		list_remove(&extension->link);
		pool_give(extension->bytes);
		arena_give(extension);
	}
}

/* Windows: from DriverEntry, or from the Reinitialize routine itself, which then is called once
 *   more.  [ddi:IoRegisterDriverReinitialization] */
void NTAPI
IoRegisterDriverReinitialization(
    DRIVER_OBJECT *DriverObject, PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context)
{
	struct again *again = arena_take(sizeof *again);

	object_expect(DriverObject, OBJECT_DRIVER, "IoRegisterDriverReinitialization");
	*again = (struct again){
		.driver = DriverObject, .routine = DriverReinitializationRoutine, .context = Context
	};
	list_add(&extra.again, &again->link);
}

/* Here: a boot driver is one like the others; its devices were there when it was loaded. */
void NTAPI
IoRegisterBootDriverReinitialization(
    DRIVER_OBJECT *DriverObject, PDRIVER_REINITIALIZE DriverReinitializationRoutine, PVOID Context)
{
	IoRegisterDriverReinitialization(DriverObject, DriverReinitializationRoutine, Context);
}

void
driver_reinitialize(struct driver *driver)
{
	while (!list_empty(&extra.again)) {
		struct again *first = LIST_ITEM(extra.again.next, struct again, link);
		struct again now = *first;

		list_remove(&first->link);
		arena_give(first);
		driver->object->DriverExtension->Count++;
		DRIVER_CALL(ENTRY_REINITIALIZE, now.routine, ARG(now.driver), ARG(now.context),
		    driver->object->DriverExtension->Count);
	}
}

static NTSTATUS NTAPI
IopUnloadSafeCompletion(DEVICE_OBJECT *DeviceObject, IRP *Irp, PVOID Context)
{
	struct completion now = *(struct completion *)Context;
	NTSTATUS status;

	arena_give(Context);
	status = (NTSTATUS)DRIVER_CALL(
	    ENTRY_COMPLETION, now.routine, ARG(DeviceObject), ARG(Irp), ARG(now.context));
	work_release_driver();
	return status;
}

static const struct contract routines[] = {
	EXPORT(IopUnloadSafeCompletion, 3, DISPATCH_LEVEL, REFUSAL_NONE, 0),
	EXPORTS_END,
};

/*
 * Windows: as IoSetCompletionRoutine, and the driver's image stays until the routine
 *   has returned.  [ddi:IoSetCompletionRoutineEx]
 */
NTSTATUS NTAPI
IoSetCompletionRoutineEx(DEVICE_OBJECT *DeviceObject, IRP *Irp,
    PIO_COMPLETION_ROUTINE CompletionRoutine, PVOID Context, BOOLEAN InvokeOnSuccess,
    BOOLEAN InvokeOnError, BOOLEAN InvokeOnCancel)
{
	static uint64_t address; /* the same in every life: no machine state */
	struct completion *completion;
	IO_STACK_LOCATION *stack;

	object_expect(DeviceObject, OBJECT_DEVICE, "IoSetCompletionRoutineEx");
	irp_expect(Irp, "sets the completion routine of");
	if (address == 0)
		address = gate_bind(&routines[0]);
	completion = arena_take(sizeof *completion);
	*completion = (struct completion){ CompletionRoutine, Context };
	work_hold_driver();
	stack = irp_next(Irp);
	stack->CompletionRoutine = (PIO_COMPLETION_ROUTINE)address;
	stack->Context = completion;
	stack->Control = (UCHAR)((InvokeOnSuccess ? SL_INVOKE_ON_SUCCESS : 0)
	    | (InvokeOnError ? SL_INVOKE_ON_ERROR : 0)
	    | (InvokeOnCancel ? SL_INVOKE_ON_CANCEL : 0));
	return STATUS_SUCCESS;
}

/* Windows: TRUE for a thread of the system's, one that never was in user mode.
 *   [ddi:IoIsSystemThread] */
BOOLEAN NTAPI
IoIsSystemThread(PETHREAD Thread)
{
	object_expect(Thread, OBJECT_THREAD, "IoIsSystemThread");
	return thread_process(Thread) == process_system();
}

/* Windows: by the file's FO_SYNCHRONOUS_IO or the IRP's IRP_SYNCHRONOUS_API.
 *   [ddi:IoIsOperationSynchronous] */
BOOLEAN NTAPI
IoIsOperationSynchronous(IRP *Irp)
{
	const FILE_OBJECT *file;

	irp_expect(Irp, "asks for the kind of");
	file = Irp->Tail.Overlay.CurrentStackLocation->FileObject;
	if (file != NULL && (file->Flags & FO_SYNCHRONOUS_IO))
		return TRUE;
	return (Irp->Flags & IRP_SYNCHRONOUS_API) != 0;
}

const struct contract driver_extra_exports[] = {
	EXPORT(IoAllocateDriverObjectExtension, 4, DISPATCH_LEVEL, REFUSAL_INSIDE, 0, PAGE(wdm),
	    FAILS("STATUS_INSUFFICIENT_RESOURCES STATUS_OBJECT_NAME_COLLISION")),
	EXPORT(IoGetDriverObjectExtension, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(wdm)),
	EXPORT(IoRegisterDriverReinitialization, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    APPROXIMATES("called right after DriverEntry; there are no other drivers to wait for")),
	EXPORT(IoRegisterBootDriverReinitialization, 3, PASSIVE_LEVEL, REFUSAL_NONE, 0, PAGE(ntddk),
	    APPROXIMATES("called right after DriverEntry; there are no other drivers to wait for")),
	EXPORT(IoSetCompletionRoutineEx, 7, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdm)),
	EXPORT(IoIsSystemThread, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORT(IoIsOperationSynchronous, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ntifs)),
	EXPORTS_END,
};
