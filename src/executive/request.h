/*
 * Requests: what a program asks of an open file, from the call to the result.
 *
 * The caller owns the structure, in the machine's memory, and fills in the
 * first part.  All of it happens on a thread:
 *
 *	status = request_start(&request);	the IRP is with the driver
 *	request_cancel(&request);		perhaps
 *	status = request_finish(&request);	waits until it is done
 *
 * request_finish must be called once for each request_start, whatever that returned.
 */
#ifndef EXECUTIVE_REQUEST_H
#define EXECUTIVE_REQUEST_H

#include "base/list.h"
#include "nt/io.h"

#include <stdbool.h>
#include <stdint.h>

struct request {
	FILE_OBJECT *file;
	uint8_t major; /* IRP_MJ_READ, _WRITE, _DEVICE_CONTROL; file.c's own too */
	uint32_t code; /* of IRP_MJ_DEVICE_CONTROL */
	uint64_t in;   /* user addresses; a write's data, a control's input */
	uint32_t in_bytes;
	uint64_t out; /* a read's data, a control's output */
	uint32_t out_bytes;
	uint64_t offset;

	/* The result. */
	bool done;
	IO_STATUS_BLOCK result;

	/* request.c's own. */
	struct link link; /* of the file's requests that are not done */
	IRP *irp;
	KEVENT event;
	DEVICE_OBJECT *device;
	NTSTATUS returned;
	bool marked;    /* the driver marked it pending */
	bool passed_on; /* to a device below, which pended it */
	bool held;      /* it is in the ledger */
	bool cancelled;
};

NTSTATUS request_start(struct request *request);
void request_cancel(struct request *request);
NTSTATUS request_finish(struct request *request);

#endif
