#include "wfp/option.h"

#include "ledger/finding.h"
#include "ndis/net_buffer_list.h"
#include "wfp/classify.h"
#include "wfp/visit.h"

#define QUERY_WAYS \
	(FWPS_PACKET_LIST_INFORMATION_QUERY_INBOUND | FWPS_PACKET_LIST_INFORMATION_QUERY_OUTBOUND)
#define QUERY_FACTS \
	(FWPS_PACKET_LIST_INFORMATION_QUERY_IPSEC | FWPS_PACKET_LIST_INFORMATION_QUERY_FWP)
#define IS_REINJECTED 0x1 /* of fwpInformation  [fwpsk.h] */

/* FWP_CLASSIFY_OPTION_TYPE  [fwptypes.h] */
enum {
	OPTION_MULTICAST_STATE,
	OPTION_LOOSE_SOURCE_MAPPING,
	OPTION_UNICAST_LIFETIME,
	OPTION_MCAST_BCAST_LIFETIME,
	OPTION_SECURE_SOCKET_SECURITY_FLAGS,
	OPTION_SECURE_SOCKET_AUTHIP_MM_POLICY_KEY,
	OPTION_SECURE_SOCKET_AUTHIP_QM_POLICY_KEY,
	OPTION_LOCAL_ONLY_MAPPING,
	OPTION_MAX,
};

/*
 * Windows: a fact goes with one of the ways.  [ddi:FwpsGetPacketListSecurityInformation0, rule R182]
 * Here: no packet is IPsec's.  The status for wrong flags is a guess.
 */
NTSTATUS NTAPI
FwpsGetPacketListSecurityInformation0(NET_BUFFER_LIST *packetList, UINT32 queryFlags,
    FWPS_PACKET_LIST_INFORMATION0 *packetInformation)
{
	UINT32 ways = queryFlags & QUERY_WAYS;

	if (packetList == NULL || packetInformation == NULL)
		return STATUS_FWP_NULL_POINTER;
	if (ways == QUERY_WAYS || ((queryFlags & QUERY_FACTS) != 0 && ways == 0)) {
		finding(RULE_R182, "FwpsGetPacketListSecurityInformation0 with query flags 0x%x",
		    queryFlags);
		return STATUS_INVALID_PARAMETER;
	}
	*packetInformation = (FWPS_PACKET_LIST_INFORMATION0){ 0 };
	if ((queryFlags & FWPS_PACKET_LIST_INFORMATION_QUERY_FWP) != 0
	    && packetList->NetBufferListInfo[WfpNetBufferListInfo] != NULL)
		packetInformation->fwpInformation = IS_REINJECTED;
	return STATUS_SUCCESS;
}

static bool
in_bounds(UINT32 option, UINT32 value)
{
	switch (option) {
	case OPTION_MULTICAST_STATE:
		return value <= FWP_OPTION_VALUE_ALLOW_GLOBAL_MULTICAST_STATE;
	case OPTION_LOOSE_SOURCE_MAPPING:
		return value <= FWP_OPTION_VALUE_ENABLE_LOOSE_SOURCE;
	case OPTION_LOCAL_ONLY_MAPPING:
		return value <= FWP_OPTION_VALUE_ENABLE_LOCAL_ONLY_MAPPING;
	default:
		return value > 0; /* lifetimes */
	}
}

/*
 * Windows: from classifyFn; the first callout to set an option has it.
 *   [ddi:FwpsClassifyOptionSet0]
 */
NTSTATUS NTAPI
FwpsClassifyOptionSet0(const FWPS_INCOMING_METADATA_VALUES0 *inMetadataValues, UINT32 option,
    const FWP_VALUE0 *newValue)
{
	struct classify *classify = visit_classify();

	if (option >= OPTION_MAX)
		return STATUS_FWP_INVALID_ENUMERATOR;
	if (option >= OPTION_SECURE_SOCKET_SECURITY_FLAGS
	    && option <= OPTION_SECURE_SOCKET_AUTHIP_QM_POLICY_KEY)
		not_modelled("FwpsClassifyOptionSet0: option %u of secure sockets", option);
	if (classify == NULL || inMetadataValues != &classify->metadata || newValue == NULL)
		return STATUS_UNSUCCESSFUL;
	if (newValue->type != FWP_UINT32) {
		finding(
		    RULE_R180, "FwpsClassifyOptionSet0 with a value of type %u", newValue->type);
		return STATUS_OBJECT_TYPE_MISMATCH;
	}
	if (!in_bounds(option, newValue->uint32)) {
		finding(RULE_R180, "FwpsClassifyOptionSet0: option %u has no value %u", option,
		    newValue->uint32);
		return STATUS_FWP_OUT_OF_BOUNDS;
	}
	if ((classify->options & 1u << option) != 0)
		return STATUS_UNSUCCESSFUL;
	classify->options |= 1u << option;
	return STATUS_SUCCESS;
}

const struct contract classify_option_exports[] = {
	EXPORT(FwpsGetPacketListSecurityInformation0, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(fwpsk), FAILS("STATUS_INVALID_PARAMETER STATUS_FWP_NULL_POINTER"),
	    APPROXIMATES("no packet is protected by IPsec")),
	EXPORT(FwpsClassifyOptionSet0, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, PAGE(fwpsk),
	    FAILS("STATUS_FWP_INVALID_ENUMERATOR STATUS_FWP_OUT_OF_BOUNDS "
		  "STATUS_OBJECT_TYPE_MISMATCH STATUS_UNSUCCESSFUL"),
	    APPROXIMATES("options change nothing")),
	EXPORTS_END,
};
