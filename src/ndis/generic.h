/*
 * NDIS' generic objects and events: what a driver without a miniport needs of them.
 */
#ifndef NDIS_GENERIC_H
#define NDIS_GENERIC_H

#include "nt/ndis.h"

NDIS_HANDLE NTAPI NdisAllocateGenericObject(PDRIVER_OBJECT DriverObject, ULONG Tag, USHORT Size);
void NTAPI NdisFreeGenericObject(NDIS_GENERIC_OBJECT *NdisGenericObject);
void NTAPI NdisInitializeEvent(NDIS_EVENT *Event);
void NTAPI NdisSetEvent(NDIS_EVENT *Event);
void NTAPI NdisResetEvent(NDIS_EVENT *Event);
BOOLEAN NTAPI NdisWaitEvent(NDIS_EVENT *Event, UINT MsToWait);

#endif
