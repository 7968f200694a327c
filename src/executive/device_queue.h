/*
 * Device queues and StartIo.
 */
#ifndef EXECUTIVE_DEVICE_QUEUE_H
#define EXECUTIVE_DEVICE_QUEUE_H

#include "kernel/contract.h"
#include "nt/io.h"

void NTAPI KeInitializeDeviceQueue(PKDEVICE_QUEUE DeviceQueue);

extern const struct contract device_queue_exports[];

#endif
