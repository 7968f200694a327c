/*
 * What drivers queue IRPs with, beyond nt/io.h.  Layouts and values from wdm.h.
 */
#ifndef NT_IO_QUEUE_H
#define NT_IO_QUEUE_H

#include "nt/io.h"

struct _IO_CSQ;
typedef void(NTAPI *PIO_CSQ_INSERT_IRP)(struct _IO_CSQ *Csq, PIRP Irp);
typedef NTSTATUS(NTAPI *PIO_CSQ_INSERT_IRP_EX)(struct _IO_CSQ *Csq, PIRP Irp, PVOID InsertContext);
typedef void(NTAPI *PIO_CSQ_REMOVE_IRP)(struct _IO_CSQ *Csq, PIRP Irp);
typedef PIRP(NTAPI *PIO_CSQ_PEEK_NEXT_IRP)(struct _IO_CSQ *Csq, PIRP Irp, PVOID PeekContext);
typedef void(NTAPI *PIO_CSQ_ACQUIRE_LOCK)(struct _IO_CSQ *Csq, PKIRQL Irql);
typedef void(NTAPI *PIO_CSQ_RELEASE_LOCK)(struct _IO_CSQ *Csq, KIRQL Irql);
typedef void(NTAPI *PIO_CSQ_COMPLETE_CANCELED_IRP)(struct _IO_CSQ *Csq, PIRP Irp);

#define IO_TYPE_CSQ_IRP_CONTEXT 1
#define IO_TYPE_CSQ 2
#define IO_TYPE_CSQ_EX 3

typedef struct _IO_CSQ {
	ULONG Type;
	PIO_CSQ_INSERT_IRP
	CsqInsertIrp; /* of a Csq of type IO_TYPE_CSQ_EX a PIO_CSQ_INSERT_IRP_EX */
	PIO_CSQ_REMOVE_IRP CsqRemoveIrp;
	PIO_CSQ_PEEK_NEXT_IRP CsqPeekNextIrp;
	PIO_CSQ_ACQUIRE_LOCK CsqAcquireLock;
	PIO_CSQ_RELEASE_LOCK CsqReleaseLock;
	PIO_CSQ_COMPLETE_CANCELED_IRP CsqCompleteCanceledIrp;
	PVOID ReservePointer;
} IO_CSQ, *PIO_CSQ;

typedef struct _IO_CSQ_IRP_CONTEXT {
	ULONG Type;
	PIRP Irp;
	PIO_CSQ Csq;
} IO_CSQ_IRP_CONTEXT, *PIO_CSQ_IRP_CONTEXT;

typedef void(NTAPI *PDRIVER_REINITIALIZE)(
    struct _DRIVER_OBJECT *DriverObject, PVOID Context, ULONG Count);

NT_AT(IO_CSQ, Type, 0x00);
NT_AT(IO_CSQ, CsqInsertIrp, 0x08);
NT_AT(IO_CSQ, CsqRemoveIrp, 0x10);
NT_AT(IO_CSQ, CsqPeekNextIrp, 0x18);
NT_AT(IO_CSQ, CsqAcquireLock, 0x20);
NT_AT(IO_CSQ, CsqReleaseLock, 0x28);
NT_AT(IO_CSQ, CsqCompleteCanceledIrp, 0x30);
NT_AT(IO_CSQ, ReservePointer, 0x38);
NT_SIZE(IO_CSQ, 0x40);
NT_AT(IO_CSQ_IRP_CONTEXT, Type, 0x00);
NT_AT(IO_CSQ_IRP_CONTEXT, Irp, 0x08);
NT_AT(IO_CSQ_IRP_CONTEXT, Csq, 0x10);
NT_SIZE(IO_CSQ_IRP_CONTEXT, 0x18);

#endif
