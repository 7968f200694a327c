/*
 * Headers of packets, from the link upwards, and the modules' identities.
 * Numbers are in network order; bit fields are named from the low bit up.
 * [netiodef.h; RFC 791, 792, 793, 768, 4443, 8200]
 */
#ifndef _NETIODEF_
#define _NETIODEF_

#include <inaddr.h>
#include <in6addr.h>
#include <ws2def.h>

/* ---- Ethernet ---------------------------------------------------------------- */

#define ETHERNET_TYPE_IPV4 0x0800
#define ETHERNET_TYPE_ARP 0x0806
#define ETHERNET_TYPE_IPV6 0x86dd

typedef union _DL_OUI {
	UINT8 Byte[3];
	struct {
		UINT8 Group : 1;
		UINT8 Local : 1;
	};
} DL_OUI, *PDL_OUI;

typedef union _DL_EI48 {
	UINT8 Byte[3];
} DL_EI48, *PDL_EI48;

typedef union _DL_EUI48 {
	UINT8 Byte[6];
	struct {
		DL_OUI Oui;
		DL_EI48 Ei48;
	};
} DL_EUI48, *PDL_EUI48;

typedef struct _ETHERNET_HEADER {
	DL_EUI48 Destination;
	DL_EUI48 Source;
	union {
		UINT16 Type;
		UINT16 Length;
	};
} ETHERNET_HEADER, *PETHERNET_HEADER;

/* ---- IPv4 ---------------------------------------------------------------------- */

#define IPV4_VERSION 4

typedef struct _IPV4_HEADER {
	union {
		UINT8 VersionAndHeaderLength;
		struct {
			UINT8 HeaderLength : 4; /* of 4 bytes */
			UINT8 Version : 4;
		};
	};
	union {
		UINT8 TypeOfServiceAndEcnField;
		struct {
			UINT8 EcnField : 2;
			UINT8 TypeOfService : 6;
		};
	};
	UINT16 TotalLength;
	UINT16 Identification;
	union {
		UINT16 FlagsAndOffset;
		struct {
			UINT16 DontUse1 : 5;
			UINT16 MoreFragments : 1;
			UINT16 DontFragment : 1;
			UINT16 Reserved : 1;
			UINT16 DontUse2 : 8;
		};
	};
	UINT8 TimeToLive;
	UINT8 Protocol;
	UINT16 HeaderChecksum;
	IN_ADDR SourceAddress;
	IN_ADDR DestinationAddress;
} IPV4_HEADER, *PIPV4_HEADER;

/* ---- IPv6 ---------------------------------------------------------------------- */

#define IPV6_VERSION 0x60 /* in the first byte */

typedef struct _IPV6_HEADER {
	union {
		UINT32 VersionClassFlow;
		struct {
			UINT32 : 4;
			UINT32 Version : 4;
			UINT32 : 24;
		};
	};
	UINT16 PayloadLength;
	UINT8 NextHeader;
	UINT8 HopLimit;
	IN6_ADDR SourceAddress;
	IN6_ADDR DestinationAddress;
} IPV6_HEADER, *PIPV6_HEADER;

/* ---- ICMP ---------------------------------------------------------------------- */

typedef struct _ICMP_HEADER {
	UINT8 Type;
	UINT8 Code;
	UINT16 Checksum;
} ICMP_HEADER, *PICMP_HEADER;
typedef ICMP_HEADER ICMPV4_HEADER, *PICMPV4_HEADER, ICMPV6_HEADER, *PICMPV6_HEADER;

/* ---- TCP, UDP ------------------------------------------------------------------ */

typedef UINT32 SEQ_NUM;

typedef struct tcp_hdr {
	UINT16 th_sport;
	UINT16 th_dport;
	SEQ_NUM th_seq;
	SEQ_NUM th_ack;
	UINT8 th_x2 : 4;
	UINT8 th_len : 4; /* of 4 bytes */
	UINT8 th_flags;   /* TH_SYN, ... */
	UINT16 th_win;
	UINT16 th_sum;
	UINT16 th_urp;
} TCP_HDR, *PTCP_HDR;

#define TH_FIN 0x01
#define TH_SYN 0x02
#define TH_RST 0x04
#define TH_PSH 0x08
#define TH_ACK 0x10
#define TH_URG 0x20

typedef struct udp_hdr {
	UINT16 uh_sport;
	UINT16 uh_dport;
	UINT16 uh_ulen;
	UINT16 uh_sum;
} UDP_HDR, *PUDP_HDR;

/* ---- network modules ------------------------------------------------------------ */

typedef GUID NPIID;
typedef const NPIID *PNPIID;

typedef enum _NPI_MODULEID_TYPE {
	MIT_GUID = 1,
	MIT_IF_LUID
} NPI_MODULEID_TYPE;

typedef struct _NPI_MODULEID {
	USHORT Length;
	NPI_MODULEID_TYPE Type;
	union {
		GUID Guid;
		LUID IfLuid;
	};
} NPI_MODULEID;
typedef const NPI_MODULEID *PNPI_MODULEID;

SDK_SIZE(DL_EUI48, 6);
SDK_SIZE(ETHERNET_HEADER, 14);
SDK_SIZE(IPV4_HEADER, 20);
SDK_SIZE(IPV6_HEADER, 40);
SDK_SIZE(ICMP_HEADER, 4);
SDK_SIZE(TCP_HDR, 20);
SDK_SIZE(UDP_HDR, 8);
SDK_SIZE(NPI_MODULEID, 0x18);

#endif /* _NETIODEF_ */
