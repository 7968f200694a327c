/*
 * IPsec's and IKE's policies, as far as a provider context carries them.  Drydock keeps them
 * as they are and enforces none.  Part of fwpmtypes.h; a driver does not include it.
 * [ipsectypes.h, iketypes.h]
 */
#ifndef SDK_FWP_IPSEC_H
#define SDK_FWP_IPSEC_H

/* which modules may make keys: the context FWPM_IPSEC_KEYING_CONTEXT */
#define IPSEC_KEYING_POLICY_FLAG_TERMINATING_MATCH 0x00000001

typedef struct IPSEC_KEYING_POLICY0_ {
	UINT32 numKeyMods;
	GUID *keyModKeys;
} IPSEC_KEYING_POLICY0;

typedef struct IPSEC_KEYING_POLICY1_ {
	UINT32 numKeyMods;
	GUID *keyModKeys;
	UINT32 flags;
} IPSEC_KEYING_POLICY1;

/* protection of a network from floods: FWPM_IPSEC_DOSP_CONTEXT; rates are bytes a second */
#define IPSEC_DOSP_FLAG_ENABLE_IKEV1 0x00000001
#define IPSEC_DOSP_FLAG_ENABLE_IKEV2 0x00000002
#define IPSEC_DOSP_FLAG_DISABLE_AUTHIP 0x00000004
#define IPSEC_DOSP_FLAG_DISABLE_DEFAULT_BLOCK 0x00000008
#define IPSEC_DOSP_FLAG_FILTER_BLOCK 0x00000010
#define IPSEC_DOSP_FLAG_FILTER_EXEMPT 0x00000020

typedef struct IPSEC_DOSP_OPTIONS0_ {
	UINT32 stateIdleTimeoutSeconds;
	UINT32 perIPRateLimitQueueIdleTimeoutSeconds;
	UINT8 ipV6IPsecUnauthDscp;
	UINT32 ipV6IPsecUnauthRateLimitBytesPerSec;
	UINT32 ipV6IPsecUnauthPerIPRateLimitBytesPerSec;
	UINT8 ipV6IPsecAuthDscp;
	UINT32 ipV6IPsecAuthRateLimitBytesPerSec;
	UINT8 icmpV6Dscp;
	UINT32 icmpV6RateLimitBytesPerSec;
	UINT8 ipV6FilterExemptDscp;
	UINT32 ipV6FilterExemptRateLimitBytesPerSec;
	UINT8 defBlockExemptDscp;
	UINT32 defBlockExemptRateLimitBytesPerSec;
	UINT32 maxStateEntries;
	UINT32 maxPerIPRateLimitQueues;
	UINT32 flags;
	UINT32 numPublicIFLuids;
	UINT64 *publicIFLuids;
	UINT32 numInternalIFLuids;
	UINT64 *internalIFLuids;
	FWP_V6_ADDR_AND_MASK publicV6AddrMask;
	FWP_V6_ADDR_AND_MASK internalV6AddrMask;
} IPSEC_DOSP_OPTIONS0;
typedef IPSEC_DOSP_OPTIONS0 IPSEC_DOSP_OPTIONS;
typedef IPSEC_KEYING_POLICY1 IPSEC_KEYING_POLICY;

/* the other policies are the base filtering engine's alone: a driver copies the pointer */
typedef struct IKEEXT_POLICY_ IKEEXT_POLICY;
typedef struct IPSEC_TRANSPORT_POLICY_ IPSEC_TRANSPORT_POLICY;
typedef struct IPSEC_TUNNEL_POLICY_ IPSEC_TUNNEL_POLICY;

SDK_SIZE(IPSEC_KEYING_POLICY0, 0x10);
SDK_SIZE(IPSEC_KEYING_POLICY1, 0x18);
SDK_SIZE(IPSEC_DOSP_OPTIONS0, 0x88);

#endif /* SDK_FWP_IPSEC_H */
