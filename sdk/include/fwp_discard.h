/*
 * Why TCP/IP drops a packet, as the discard layers say it: the reasons that a filter can meet.
 * Reasons from 128 on are of forwarding, those from 256 on of all paths.
 * Part of fwpsk.h; a driver does not include it.  [fwpsk.h]
 */
#ifndef SDK_FWP_DISCARD_H
#define SDK_FWP_DISCARD_H

/* FWPS_DISCARD_MODULE_NETWORK */
typedef enum _IP_DISCARD_REASON {
	IpDiscardBadSourceAddress = 1,
	IpDiscardNotLocallyDestined = 2,
	IpDiscardProtocolUnreachable = 3,
	IpDiscardPortUnreachable = 4,
	IpDiscardBadLength = 5,
	IpDiscardMalformedHeader = 6,
	IpDiscardNoRoute = 7,
	IpDiscardBeyondScope = 8,
	IpDiscardInspectionDrop = 9,
	IpDiscardTooManyDecapsulations = 10,
	IpDiscardAdministrativelyProhibited = 11,
	IpDiscardBadChecksum = 12,
	IpDiscardHopLimitExceeded = 128,
	IpDiscardAddressUnreachable = 129,
	IpDiscardRscPacket = 130,
	IpDiscardArbitrationUnhandled = 256,
	IpDiscardInspectionAbsorb = 257,
	IpDiscardDontFragmentMtuExceeded = 258,
	IpDiscardBufferLengthExceeded = 259,
	IpDiscardAddressResolutionTimeout = 260,
	IpDiscardAddressResolutionFailure = 261,
	IpDiscardIpsecFailure = 262,
	IpDiscardExtensionHeadersFailure = 263,
	IpDiscardAllocationFailure = 264,
	IpDiscardIpsnpiClientDrop = 265,
	IpDiscardMax = 293
} IP_DISCARD_REASON;

/* FWPS_DISCARD_MODULE_TRANSPORT */
typedef enum _INET_DISCARD_REASON {
	InetDiscardSourceUnspecified = 0,
	InetDiscardDestinationMulticast = 1,
	InetDiscardHeaderInvalid = 2,
	InetDiscardChecksumInvalid = 3,
	InetDiscardEndpointNotFound = 4,
	InetDiscardConnectedPath = 5,
	InetDiscardSessionState = 6,
	InetDiscardReceiveInspection = 7
} INET_DISCARD_REASON;

#endif /* SDK_FWP_DISCARD_H */
