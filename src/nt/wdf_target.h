/*
 * What drivers send requests with: I/O targets.  [wdfiotarget.h, wdfrequest.h, wdfmemory.h]
 */
#ifndef NT_WDF_TARGET_H
#define NT_WDF_TARGET_H

#include "nt/wdf.h"

typedef enum _WDF_IO_TARGET_STATE {
	WdfIoTargetStateUndefined = 0,
	WdfIoTargetStarted,
	WdfIoTargetStopped,
	WdfIoTargetClosedForQueryRemove,
	WdfIoTargetClosed,
	WdfIoTargetDeleted,
	WdfIoTargetPurged,
} WDF_IO_TARGET_STATE;

typedef enum _WDF_IO_TARGET_OPEN_TYPE {
	WdfIoTargetOpenUndefined = 0,
	WdfIoTargetOpenUseExistingDevice = 1,
	WdfIoTargetOpenByName = 2,
	WdfIoTargetOpenReopen = 3,
	WdfIoTargetOpenLocalTargetByFile = 4,
} WDF_IO_TARGET_OPEN_TYPE;

typedef enum _WDF_IO_TARGET_SENT_IO_ACTION {
	WdfIoTargetSentIoUndefined = 0,
	WdfIoTargetCancelSentIo,
	WdfIoTargetWaitForSentIoToComplete,
	WdfIoTargetLeaveSentIoPending,
} WDF_IO_TARGET_SENT_IO_ACTION;

typedef struct _WDF_IO_TARGET_OPEN_PARAMS {
	ULONG Size;
	WDF_IO_TARGET_OPEN_TYPE Type;
	PVOID EvtIoTargetQueryRemove;
	PVOID EvtIoTargetRemoveCanceled;
	PVOID EvtIoTargetRemoveComplete;
	PDEVICE_OBJECT TargetDeviceObject;
	PFILE_OBJECT TargetFileObject;
	UNICODE_STRING TargetDeviceName;
	ACCESS_MASK DesiredAccess;
	ULONG ShareAccess;
	ULONG FileAttributes;
	ULONG CreateDisposition;
	ULONG CreateOptions;
	PVOID EaBuffer;
	ULONG EaBufferLength;
	LONGLONG *AllocationSize;
	ULONG FileInformation;
	UNICODE_STRING FileName; /* since 1.11 or so; not for the kernel */
} WDF_IO_TARGET_OPEN_PARAMS, *PWDF_IO_TARGET_OPEN_PARAMS;

typedef struct _WDF_REQUEST_COMPLETION_PARAMS {
	ULONG Size;
	WDF_REQUEST_TYPE Type;
	IO_STATUS_BLOCK IoStatus;
	union {
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Transfer; /* Read and Write */
		struct {
			ULONG IoControlCode;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
			} Input;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
				size_t Length;
			} Output;
		} Ioctl;
	} Parameters;
} WDF_REQUEST_COMPLETION_PARAMS, *PWDF_REQUEST_COMPLETION_PARAMS;

typedef enum _WDF_MEMORY_DESCRIPTOR_TYPE {
	WdfMemoryDescriptorTypeInvalid = 0,
	WdfMemoryDescriptorTypeBuffer,
	WdfMemoryDescriptorTypeMdl,
	WdfMemoryDescriptorTypeHandle,
} WDF_MEMORY_DESCRIPTOR_TYPE;

typedef struct _WDF_MEMORY_DESCRIPTOR {
	WDF_MEMORY_DESCRIPTOR_TYPE Type;
	union {
		struct {
			PVOID Buffer;
			ULONG Length;
		} BufferType;
		struct {
			PMDL Mdl;
			ULONG BufferLength;
		} MdlType;
		struct {
			WDFMEMORY Memory;
			PWDFMEMORY_OFFSET Offsets;
		} HandleType;
	} u;
} WDF_MEMORY_DESCRIPTOR, *PWDF_MEMORY_DESCRIPTOR;

NT_AT(WDF_IO_TARGET_OPEN_PARAMS, Type, 0x04);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, EvtIoTargetQueryRemove, 0x08);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, TargetDeviceObject, 0x20);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, TargetFileObject, 0x28);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, TargetDeviceName, 0x30);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, DesiredAccess, 0x40);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, EaBuffer, 0x58);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, AllocationSize, 0x68);
NT_AT(WDF_IO_TARGET_OPEN_PARAMS, FileInformation, 0x70);
NT_SIZE(WDF_IO_TARGET_OPEN_PARAMS, 0x88);
NT_AT(WDF_REQUEST_COMPLETION_PARAMS, IoStatus, 0x08);
NT_AT(WDF_REQUEST_COMPLETION_PARAMS, Parameters, 0x18);
NT_SIZE(WDF_REQUEST_COMPLETION_PARAMS, 0x48);
NT_AT(WDF_MEMORY_DESCRIPTOR, u, 0x08);
NT_SIZE(WDF_MEMORY_DESCRIPTOR, 0x18);

#endif
