#include "kmdf/memory.h"

#include "executive/mdl.h"
#include "executive/pool.h"
#include "kmdf/bind.h"
#include "kmdf/status.h"

#include <string.h>

struct wdf_lookaside {
	struct wdf_object object;
	WDF_OBJECT_ATTRIBUTES attributes; /* of the memory */
	size_t bytes;
	ULONG tag;
};

/*
 * Here: the bytes are a pool block of the system's, so that running past them
 *   is seen, while leaving them is no leak: they go with the object.
 */
static void *
bytes_take(size_t size, ULONG tag)
{
	return pool_take_own(size, tag);
}

struct wdf_memory *
wdf_memory_take(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes,
    struct wdf_object *parent, enum wdf_memory_owner owner, void *bytes, size_t size)
{
	struct wdf_memory *memory = (struct wdf_memory *)wdf_object_take(
	    binding, WDF_KIND_MEMORY, sizeof(*memory), attributes, parent);

	if (memory == NULL)
		return NULL;
	memory->owner = owner;
	memory->bytes = bytes;
	memory->size = size;
	return memory;
}

void
wdf_memory_destroy(struct wdf_object *object)
{
	struct wdf_memory *memory = (struct wdf_memory *)object;

	switch (memory->owner) {
	case MEMORY_POOL:
		pool_give(memory->bytes);
		break;
	case MEMORY_LOCKED:
		mdl_free(memory->mdl);
		break;
	case MEMORY_DRIVER:
	case MEMORY_REQUEST:
		break;
	}
}

NTSTATUS
wdf_memory_make(struct binding *binding, const WDF_OBJECT_ATTRIBUTES *attributes, size_t size,
    ULONG tag, struct wdf_memory **made)
{
	struct wdf_memory *memory =
	    wdf_memory_take(binding, attributes, NULL, MEMORY_POOL, NULL, size);

	if (memory == NULL)
		return STATUS_DELETE_PENDING;
	memory->bytes = bytes_take(size, tag);
	*made = memory;
	return STATUS_SUCCESS;
}

NTSTATUS
wdf_memory_span(
    const struct wdf_memory *memory, const WDFMEMORY_OFFSET *offsets, void **bytes, size_t *size)
{
	*bytes = memory->bytes;
	*size = memory->size;
	if (offsets == NULL)
		return STATUS_SUCCESS;
	if (offsets->BufferLength > SIZE_MAX - offsets->BufferOffset)
		return STATUS_INTEGER_OVERFLOW;
	if (offsets->BufferOffset + offsets->BufferLength > memory->size)
		return STATUS_INTEGER_OVERFLOW;
	*bytes = (char *)memory->bytes + offsets->BufferOffset;
	if (offsets->BufferLength > 0)
		*size = offsets->BufferLength;
	else if (offsets->BufferOffset > 0)
		*size = memory->size - offsets->BufferOffset;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfMemoryCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES Attributes,
    POOL_TYPE PoolType, ULONG PoolTag, SIZE_T BufferSize, WDFMEMORY *Memory, void **Buffer)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_memory *memory;
	NTSTATUS status;
	ULONG tag = PoolTag != 0 ? PoolTag : binding->globals.DriverTag;

	(void)PoolType;
	wdf_not_null(Memory, __func__, "Memory");
	if (BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	*Memory = NULL;
	status = attributes_check(Attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	status = wdf_memory_make(binding, Attributes, BufferSize, tag, &memory);
	if (!NT_SUCCESS(status))
		return status;
	*Memory = wdf_object_handle(&memory->object);
	if (Buffer != NULL)
		*Buffer = memory->bytes;
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfMemoryCreatePreallocated(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES Attributes,
    void *Buffer, SIZE_T BufferSize, WDFMEMORY *Memory)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_memory *memory;
	NTSTATUS status;

	wdf_not_null(Buffer, __func__, "Buffer");
	wdf_not_null(Memory, __func__, "Memory");
	*Memory = NULL;
	if (BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	status = attributes_check(Attributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	memory = wdf_memory_take(binding, Attributes, NULL, MEMORY_DRIVER, Buffer, BufferSize);
	if (memory == NULL)
		return STATUS_DELETE_PENDING;
	*Memory = wdf_object_handle(&memory->object);
	return STATUS_SUCCESS;
}

static void *NTAPI
WdfMemoryGetBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFMEMORY Memory, SIZE_T *BufferSize)
{
	struct wdf_memory *memory =
	    wdf_object_for(DriverGlobals, Memory, WDF_KIND_MEMORY, __func__);

	if (BufferSize != NULL)
		*BufferSize = memory->size;
	return memory->bytes;
}

static NTSTATUS NTAPI
WdfMemoryAssignBuffer(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFMEMORY Memory, void *Buffer, SIZE_T BufferSize)
{
	struct wdf_memory *memory =
	    wdf_object_for(DriverGlobals, Memory, WDF_KIND_MEMORY, __func__);

	if (memory->owner != MEMORY_DRIVER)
		wdf_violation(
		    VIOLATION_HANDLE, "%s: the WDFMEMORY has a buffer of its own", __func__);
	wdf_not_null(Buffer, __func__, "Buffer");
	if (BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	memory->bytes = Buffer;
	memory->size = BufferSize;
	return STATUS_SUCCESS;
}

/* [K: IFxMemory::_CopyPtrToPtr] */
static NTSTATUS NTAPI
WdfMemoryCopyToBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFMEMORY SourceMemory,
    SIZE_T SourceOffset, void *Buffer, SIZE_T NumBytesToCopyTo)
{
	struct wdf_memory *memory =
	    wdf_object_for(DriverGlobals, SourceMemory, WDF_KIND_MEMORY, __func__);

	wdf_not_null(Buffer, __func__, "Buffer");
	if (NumBytesToCopyTo == 0)
		return STATUS_INVALID_PARAMETER;
	if (SourceOffset >= memory->size || NumBytesToCopyTo > memory->size - SourceOffset)
		return STATUS_BUFFER_TOO_SMALL;
	memcpy(Buffer, (char *)memory->bytes + SourceOffset, NumBytesToCopyTo);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfMemoryCopyFromBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFMEMORY DestinationMemory,
    SIZE_T DestinationOffset, void *Buffer, SIZE_T NumBytesToCopyFrom)
{
	struct wdf_memory *memory =
	    wdf_object_for(DriverGlobals, DestinationMemory, WDF_KIND_MEMORY, __func__);

	wdf_not_null(Buffer, __func__, "Buffer");
	if (NumBytesToCopyFrom == 0)
		return STATUS_INVALID_PARAMETER;
	if (memory->read_only)
		return STATUS_ACCESS_VIOLATION;
	if (DestinationOffset >= memory->size
	    || NumBytesToCopyFrom > memory->size - DestinationOffset)
		return STATUS_INVALID_BUFFER_SIZE;
	memcpy((char *)memory->bytes + DestinationOffset, Buffer, NumBytesToCopyFrom);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfLookasideListCreate(PWDF_DRIVER_GLOBALS DriverGlobals,
    PWDF_OBJECT_ATTRIBUTES LookasideAttributes, SIZE_T BufferSize, POOL_TYPE PoolType,
    PWDF_OBJECT_ATTRIBUTES MemoryAttributes, ULONG PoolTag, WDFLOOKASIDE *Lookaside)
{
	struct binding *binding = wdf_binding_from(DriverGlobals, __func__);
	struct wdf_lookaside *lookaside;
	NTSTATUS status;

	(void)PoolType;
	wdf_not_null(Lookaside, __func__, "Lookaside");
	*Lookaside = NULL;
	if (BufferSize == 0)
		return STATUS_INVALID_PARAMETER;
	status = attributes_check(LookasideAttributes, 0);
	if (NT_SUCCESS(status))
		status = attributes_check(MemoryAttributes, 0);
	if (!NT_SUCCESS(status))
		return status;
	lookaside = (struct wdf_lookaside *)wdf_object_take(
	    binding, WDF_KIND_LOOKASIDE, sizeof(*lookaside), LookasideAttributes, NULL);
	if (lookaside == NULL)
		return STATUS_DELETE_PENDING;
	if (MemoryAttributes != NULL)
		lookaside->attributes = *MemoryAttributes;
	lookaside->bytes = BufferSize;
	lookaside->tag = PoolTag != 0 ? PoolTag : binding->globals.DriverTag;
	*Lookaside = wdf_object_handle(&lookaside->object);
	return STATUS_SUCCESS;
}

static NTSTATUS NTAPI
WdfMemoryCreateFromLookaside(
    PWDF_DRIVER_GLOBALS DriverGlobals, WDFLOOKASIDE Lookaside, WDFMEMORY *Memory)
{
	struct wdf_lookaside *lookaside =
	    wdf_object_for(DriverGlobals, Lookaside, WDF_KIND_LOOKASIDE, __func__);
	const WDF_OBJECT_ATTRIBUTES *attributes =
	    lookaside->attributes.Size != 0 ? &lookaside->attributes : NULL;
	struct wdf_memory *memory;
	NTSTATUS status;

	wdf_not_null(Memory, __func__, "Memory");
	*Memory = NULL;
	status = wdf_memory_make(
	    lookaside->object.binding, attributes, lookaside->bytes, lookaside->tag, &memory);
	if (!NT_SUCCESS(status))
		return status;
	*Memory = wdf_object_handle(&memory->object);
	return STATUS_SUCCESS;
}

const struct contract wdf_memory_slots[] = {
	EXPORT(WdfMemoryCreate, 7, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfmemory),
	    FAILS("STATUS_DELETE_PENDING STATUS_INVALID_PARAMETER")),
	EXPORT(WdfMemoryCreatePreallocated, 5, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfmemory),
	    FAILS("STATUS_DELETE_PENDING STATUS_INVALID_PARAMETER")),
	EXPORT(WdfMemoryGetBuffer, 3, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfmemory)),
	EXPORT(WdfMemoryAssignBuffer, 4, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfmemory),
	    FAILS("STATUS_INVALID_PARAMETER")),
	EXPORT(WdfMemoryCopyToBuffer, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfmemory),
	    FAILS("STATUS_BUFFER_TOO_SMALL STATUS_INVALID_PARAMETER")),
	EXPORT(WdfMemoryCopyFromBuffer, 5, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(wdfmemory),
	    FAILS("STATUS_ACCESS_VIOLATION STATUS_INVALID_BUFFER_SIZE STATUS_INVALID_PARAMETER")),
	EXPORT(WdfLookasideListCreate, 7, PASSIVE_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfmemory),
	    FAILS("STATUS_DELETE_PENDING STATUS_INVALID_PARAMETER")),
	EXPORT(WdfMemoryCreateFromLookaside, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(wdfmemory),
	    FAILS("STATUS_DELETE_PENDING")),
	EXPORTS_END,
};
