/*
 * What a classifyFn asks the engine for besides: how secure a packet is, and options of what it permits.
 */
#ifndef WFP_OPTION_H
#define WFP_OPTION_H

#include "kernel/contract.h"
#include "nt/fwp.h"
#include "nt/ndis.h"

NTSTATUS NTAPI FwpsGetPacketListSecurityInformation0(NET_BUFFER_LIST *packetList, UINT32 queryFlags,
    FWPS_PACKET_LIST_INFORMATION0 *packetInformation);
NTSTATUS NTAPI FwpsClassifyOptionSet0(const FWPS_INCOMING_METADATA_VALUES0 *inMetadataValues,
    UINT32 option, const FWP_VALUE0 *newValue);

extern const struct contract classify_option_exports[];

#endif
