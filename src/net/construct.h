/*
 * FwpsConstructIpHeaderForTransportPacket0, the stack's one service that is a driver's import.
 */
#ifndef NET_CONSTRUCT_H
#define NET_CONSTRUCT_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

extern const struct contract net_exports[];

NTSTATUS NTAPI FwpsConstructIpHeaderForTransportPacket0(NET_BUFFER_LIST *netBufferList,
    ULONG headerIncludeHeaderLength, ADDRESS_FAMILY addressFamily, const UCHAR *sourceAddress,
    const UCHAR *remoteAddress, LONG nextProtocol, UINT64 endpointHandle,
    const WSACMSGHDR *controlData, ULONG controlDataLength, UINT32 flags, PVOID reserved,
    ULONG interfaceIndex, ULONG subInterfaceIndex);

#endif
