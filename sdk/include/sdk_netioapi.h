/*
 * Tables of interfaces, addresses, routes, neighbours, and news of their changes.
 * IRQL: PASSIVE_LEVEL; a callback runs at PASSIVE_LEVEL or APC_LEVEL.  [netioapi.h]
 * Part of netioapi.h; a driver does not include it.
 */
#ifndef SDK_NETIOAPI_H
#define SDK_NETIOAPI_H

#ifdef __cplusplus
extern "C" {
#endif

#define NETIO_STATUS NTSTATUS

#define NETIOAPI_API_ NTAPI
#define NETIOAPI_API NETIO_STATUS NETIOAPI_API_

#define MIB_INVALID_TEREDO_PORT_NUMBER 0
#define IF_NAMESIZE NDIS_IF_MAX_STRING_SIZE

#define DNS_SETTINGS_VERSION1 0x0001
#define DNS_SETTINGS_VERSION2 0x0002

#define DNS_INTERFACE_SETTINGS_VERSION1 0x0001
#define DNS_INTERFACE_SETTINGS_VERSION2 0x0002
#define DNS_INTERFACE_SETTINGS_VERSION3 0x0003
#define DNS_INTERFACE_SETTINGS_VERSION4 0x0004

#define DNS_SETTING_IPV6 0x0001
#define DNS_SETTING_NAMESERVER 0x0002
#define DNS_SETTING_SEARCHLIST 0x0004
#define DNS_SETTING_REGISTRATION_ENABLED 0x0008
#define DNS_SETTING_REGISTER_ADAPTER_NAME 0x0010
#define DNS_SETTING_DOMAIN 0x0020
#define DNS_SETTING_HOSTNAME 0x0040

#define DNS_SETTINGS_ENABLE_LLMNR 0x0080
#define DNS_SETTINGS_QUERY_ADAPTER_NAME 0x0100

#define DNS_SETTING_PROFILE_NAMESERVER 0x0200
#define DNS_SETTING_DISABLE_UNCONSTRAINED_QUERIES 0x0400
#define DNS_SETTING_SUPPLEMENTAL_SEARCH_LIST 0x0800
#define DNS_SETTING_DOH 0x1000
#define DNS_SETTING_DOH_PROFILE 0x2000
#define DNS_SETTING_ENCRYPTED_DNS_ADAPTER_FLAGS 0x4000
#define DNS_SETTING_DDR 0x8000

#define DNS_ENABLE_DOH 0x0001

#define DNS_DOH_POLICY_NOT_CONFIGURED 0x0004
#define DNS_DOH_POLICY_DISABLE 0x0008
#define DNS_DOH_POLICY_AUTO 0x0010
#define DNS_DOH_POLICY_REQUIRED 0x0020

#define DNS_ENABLE_DDR 0x0040
#define DNS_SERVER_PROPERTY_VERSION1 0x0001

#define DNS_DOH_SERVER_SETTINGS_ENABLE_AUTO 0x0001
#define DNS_DOH_SERVER_SETTINGS_ENABLE 0x0002
#define DNS_DOH_SERVER_SETTINGS_FALLBACK_TO_UDP 0x0004
#define DNS_DOH_AUTO_UPGRADE_SERVER 0x0008
#define DNS_DOH_SERVER_SETTINGS_ENABLE_DDR 0x0010

#define DNS_DDR_ADAPTER_ENABLE_DOH 0x0001
#define DNS_DDR_ADAPTER_ENABLE_UDP_FALLBACK 0x0002

typedef enum _MIB_NOTIFICATION_TYPE {
	MibParameterNotification,
	MibAddInstance,
	MibDeleteInstance,
	MibInitialNotification
} MIB_NOTIFICATION_TYPE, *PMIB_NOTIFICATION_TYPE;

typedef enum _NDIS_MEDIUM {
	NdisMedium802_3,
	NdisMedium802_5,
	NdisMediumFddi,
	NdisMediumWan,
	NdisMediumLocalTalk,
	NdisMediumDix,
	NdisMediumArcnetRaw,
	NdisMediumArcnet878_2,
	NdisMediumAtm,
	NdisMediumWirelessWan,
	NdisMediumIrda,
	NdisMediumBpc,
	NdisMediumCoWan,
	NdisMedium1394,
	NdisMediumInfiniBand,
	NdisMediumTunnel,
	NdisMediumNative802_11,
	NdisMediumLoopback,
	NdisMediumWiMAX,
	NdisMediumIP,
	NdisMediumMax
} NDIS_MEDIUM, *PNDIS_MEDIUM;

typedef enum _NDIS_PHYSICAL_MEDIUM {
	NdisPhysicalMediumUnspecified,
	NdisPhysicalMediumWirelessLan,
	NdisPhysicalMediumCableModem,
	NdisPhysicalMediumPhoneLine,
	NdisPhysicalMediumPowerLine,
	NdisPhysicalMediumDSL,
	NdisPhysicalMediumFibreChannel,
	NdisPhysicalMedium1394,
	NdisPhysicalMediumWirelessWan,
	NdisPhysicalMediumNative802_11,
	NdisPhysicalMediumBluetooth,
	NdisPhysicalMediumInfiniband,
	NdisPhysicalMediumWiMax,
	NdisPhysicalMediumUWB,
	NdisPhysicalMedium802_3,
	NdisPhysicalMedium802_5,
	NdisPhysicalMediumIrda,
	NdisPhysicalMediumWiredWAN,
	NdisPhysicalMediumWiredCoWan,
	NdisPhysicalMediumOther,
	NdisPhysicalMediumNative802_15_4,
	NdisPhysicalMediumMax
} NDIS_PHYSICAL_MEDIUM, *PNDIS_PHYSICAL_MEDIUM;

typedef struct _MIB_IF_ROW2 {
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	GUID InterfaceGuid;
	WCHAR Alias[257];
	WCHAR Description[257];
	ULONG PhysicalAddressLength;
	UCHAR PhysicalAddress[32];
	UCHAR PermanentPhysicalAddress[32];
	ULONG Mtu;
	IFTYPE Type;
	TUNNEL_TYPE TunnelType;
	NDIS_MEDIUM MediaType;
	NDIS_PHYSICAL_MEDIUM PhysicalMediumType;
	NET_IF_ACCESS_TYPE AccessType;
	NET_IF_DIRECTION_TYPE DirectionType;
	struct {
		BOOLEAN HardwareInterface : 1;
		BOOLEAN FilterInterface : 1;
		BOOLEAN ConnectorPresent : 1;
		BOOLEAN NotAuthenticated : 1;
		BOOLEAN NotMediaConnected : 1;
		BOOLEAN Paused : 1;
		BOOLEAN LowPower : 1;
		BOOLEAN EndPointInterface : 1;
	} InterfaceAndOperStatusFlags;
	IF_OPER_STATUS OperStatus;
	NET_IF_ADMIN_STATUS AdminStatus;
	NET_IF_MEDIA_CONNECT_STATE MediaConnectState;
	NET_IF_NETWORK_GUID NetworkGuid;
	NET_IF_CONNECTION_TYPE ConnectionType;
	ULONG64 TransmitLinkSpeed;
	ULONG64 ReceiveLinkSpeed;
	ULONG64 InOctets;
	ULONG64 InUcastPkts;
	ULONG64 InNUcastPkts;
	ULONG64 InDiscards;
	ULONG64 InErrors;
	ULONG64 InUnknownProtos;
	ULONG64 InUcastOctets;
	ULONG64 InMulticastOctets;
	ULONG64 InBroadcastOctets;
	ULONG64 OutOctets;
	ULONG64 OutUcastPkts;
	ULONG64 OutNUcastPkts;
	ULONG64 OutDiscards;
	ULONG64 OutErrors;
	ULONG64 OutUcastOctets;
	ULONG64 OutMulticastOctets;
	ULONG64 OutBroadcastOctets;
	ULONG64 OutQLen;
} MIB_IF_ROW2, *PMIB_IF_ROW2;

typedef struct _MIB_IF_TABLE2 {
	ULONG NumEntries;
	MIB_IF_ROW2 Table[1];
} MIB_IF_TABLE2, *PMIB_IF_TABLE2;

typedef enum _MIB_IF_ENTRY_LEVEL {
	MibIfEntryNormal,
	MibIfEntryNormalWithoutStatistics = 2
} MIB_IF_ENTRY_LEVEL, *PMIB_IF_ENTRY_LEVEL;

typedef enum _MIB_IF_TABLE_LEVEL {
	MibIfTableNormal,
	MibIfTableRaw,
	MibIfTableNormalWithoutStatistics
} MIB_IF_TABLE_LEVEL, *PMIB_IF_TABLE_LEVEL;

typedef struct _MIB_IPINTERFACE_ROW {
	ADDRESS_FAMILY Family;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	ULONG MaxReassemblySize;
	ULONG64 InterfaceIdentifier;
	ULONG MinRouterAdvertisementInterval;
	ULONG MaxRouterAdvertisementInterval;
	BOOLEAN AdvertisingEnabled;
	BOOLEAN ForwardingEnabled;
	BOOLEAN WeakHostSend;
	BOOLEAN WeakHostReceive;
	BOOLEAN UseAutomaticMetric;
	BOOLEAN UseNeighborUnreachabilityDetection;
	BOOLEAN ManagedAddressConfigurationSupported;
	BOOLEAN OtherStatefulConfigurationSupported;
	BOOLEAN AdvertiseDefaultRoute;
	NL_ROUTER_DISCOVERY_BEHAVIOR RouterDiscoveryBehavior;
	ULONG DadTransmits;
	ULONG BaseReachableTime;
	ULONG RetransmitTime;
	ULONG PathMtuDiscoveryTimeout;
	NL_LINK_LOCAL_ADDRESS_BEHAVIOR LinkLocalAddressBehavior;
	ULONG LinkLocalAddressTimeout;
	ULONG ZoneIndices[16];
	ULONG SitePrefixLength;
	ULONG Metric;
	ULONG NlMtu;
	BOOLEAN Connected;
	BOOLEAN SupportsWakeUpPatterns;
	BOOLEAN SupportsNeighborDiscovery;
	BOOLEAN SupportsRouterDiscovery;
	ULONG ReachableTime;
	NL_INTERFACE_OFFLOAD_ROD TransmitOffload;
	NL_INTERFACE_OFFLOAD_ROD ReceiveOffload;
	BOOLEAN DisableDefaultRoutes;
} MIB_IPINTERFACE_ROW, *PMIB_IPINTERFACE_ROW;

typedef struct _MIB_IPINTERFACE_TABLE {
	ULONG NumEntries;
	MIB_IPINTERFACE_ROW Table[1];
} MIB_IPINTERFACE_TABLE, *PMIB_IPINTERFACE_TABLE;

typedef struct _MIB_IFSTACK_ROW {
	NET_IFINDEX HigherLayerInterfaceIndex;
	NET_IFINDEX LowerLayerInterfaceIndex;
} MIB_IFSTACK_ROW, *PMIB_IFSTACK_ROW;

typedef struct _MIB_INVERTEDIFSTACK_ROW {
	NET_IFINDEX LowerLayerInterfaceIndex;
	NET_IFINDEX HigherLayerInterfaceIndex;
} MIB_INVERTEDIFSTACK_ROW, *PMIB_INVERTEDIFSTACK_ROW;

typedef struct _MIB_IFSTACK_TABLE {
	ULONG NumEntries;
	MIB_IFSTACK_ROW Table[1];
} MIB_IFSTACK_TABLE, *PMIB_IFSTACK_TABLE;

typedef struct _MIB_INVERTEDIFSTACK_TABLE {
	ULONG NumEntries;
	MIB_INVERTEDIFSTACK_ROW Table[1];
} MIB_INVERTEDIFSTACK_TABLE, *PMIB_INVERTEDIFSTACK_TABLE;

typedef void (*PIPINTERFACE_CHANGE_CALLBACK)(PVOID, PMIB_IPINTERFACE_ROW,
    MIB_NOTIFICATION_TYPE);

typedef struct _MIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES {
	NL_BANDWIDTH_INFORMATION InboundBandwidthInformation;
	NL_BANDWIDTH_INFORMATION OutboundBandwidthInformation;
} MIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES, *PMIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES;

typedef struct _MIB_UNICASTIPADDRESS_ROW {
	SOCKADDR_INET Address;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	NL_PREFIX_ORIGIN PrefixOrigin;
	NL_SUFFIX_ORIGIN SuffixOrigin;
	ULONG ValidLifetime;
	ULONG PreferredLifetime;
	UINT8 OnLinkPrefixLength;
	BOOLEAN SkipAsSource;
	NL_DAD_STATE DadState;
	SCOPE_ID ScopeId;
	LARGE_INTEGER CreationTimeStamp;
} MIB_UNICASTIPADDRESS_ROW, *PMIB_UNICASTIPADDRESS_ROW;

typedef struct _MIB_UNICASTIPADDRESS_TABLE {
	ULONG NumEntries;
	MIB_UNICASTIPADDRESS_ROW Table[1];
} MIB_UNICASTIPADDRESS_TABLE, *PMIB_UNICASTIPADDRESS_TABLE;

typedef void (*PUNICAST_IPADDRESS_CHANGE_CALLBACK)(PVOID, PMIB_UNICASTIPADDRESS_ROW,
    MIB_NOTIFICATION_TYPE);

typedef void (*PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK)(PVOID, PMIB_UNICASTIPADDRESS_TABLE);

typedef struct _MIB_ANYCASTIPADDRESS_ROW {
	SOCKADDR_INET Address;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	SCOPE_ID ScopeId;
} MIB_ANYCASTIPADDRESS_ROW, *PMIB_ANYCASTIPADDRESS_ROW;

typedef struct _MIB_ANYCASTIPADDRESS_TABLE {
	ULONG NumEntries;
	MIB_ANYCASTIPADDRESS_ROW Table[1];
} MIB_ANYCASTIPADDRESS_TABLE, *PMIB_ANYCASTIPADDRESS_TABLE;

typedef struct _MIB_MULTICASTIPADDRESS_ROW {
	SOCKADDR_INET Address;
	NET_IFINDEX InterfaceIndex;
	NET_LUID InterfaceLuid;
	SCOPE_ID ScopeId;
} MIB_MULTICASTIPADDRESS_ROW, *PMIB_MULTICASTIPADDRESS_ROW;

typedef struct _MIB_MULTICASTIPADDRESS_TABLE {
	ULONG NumEntries;
	MIB_MULTICASTIPADDRESS_ROW Table[1];
} MIB_MULTICASTIPADDRESS_TABLE, *PMIB_MULTICASTIPADDRESS_TABLE;

typedef struct _MIB_IPFORWARD_ROW2 {
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	IP_ADDRESS_PREFIX DestinationPrefix;
	SOCKADDR_INET NextHop;
	UCHAR SitePrefixLength;
	ULONG ValidLifetime;
	ULONG PreferredLifetime;
	ULONG Metric;
	NL_ROUTE_PROTOCOL Protocol;
	BOOLEAN Loopback;
	BOOLEAN AutoconfigureAddress;
	BOOLEAN Publish;
	BOOLEAN Immortal;
	ULONG Age;
	NL_ROUTE_ORIGIN Origin;
} MIB_IPFORWARD_ROW2, *PMIB_IPFORWARD_ROW2;

typedef struct _MIB_IPFORWARD_TABLE2 {
	ULONG NumEntries;
	MIB_IPFORWARD_ROW2 Table[1];
} MIB_IPFORWARD_TABLE2, *PMIB_IPFORWARD_TABLE2;

typedef void (*PIPFORWARD_CHANGE_CALLBACK)(PVOID, PMIB_IPFORWARD_ROW2, MIB_NOTIFICATION_TYPE);

typedef struct _MIB_IPPATH_ROW {
	SOCKADDR_INET Source;
	SOCKADDR_INET Destination;
	NET_LUID InterfaceLuid;
	NET_IFINDEX InterfaceIndex;
	SOCKADDR_INET CurrentNextHop;
	ULONG PathMtu;
	ULONG RttMean;
	ULONG RttDeviation;
	union {
		ULONG LastReachable;
		ULONG LastUnreachable;
	};
	BOOLEAN IsReachable;
	ULONG64 LinkTransmitSpeed;
	ULONG64 LinkReceiveSpeed;
} MIB_IPPATH_ROW, *PMIB_IPPATH_ROW;

typedef struct _MIB_IPPATH_TABLE {
	ULONG NumEntries;
	MIB_IPPATH_ROW Table[1];
} MIB_IPPATH_TABLE, *PMIB_IPPATH_TABLE;

typedef struct _MIB_IPNET_ROW2 {
	SOCKADDR_INET Address;
	NET_IFINDEX InterfaceIndex;
	NET_LUID InterfaceLuid;
	UCHAR PhysicalAddress[32];
	ULONG PhysicalAddressLength;
	NL_NEIGHBOR_STATE State;
	union {
		struct {
			BOOLEAN IsRouter : 1;
			BOOLEAN IsUnreachable : 1;
		};
		UCHAR Flags;
	};
	union {
		ULONG LastReachable;
		ULONG LastUnreachable;
	} ReachabilityTime;
} MIB_IPNET_ROW2, *PMIB_IPNET_ROW2;

typedef struct _MIB_IPNET_TABLE2 {
	ULONG NumEntries;
	MIB_IPNET_ROW2 Table[1];
} MIB_IPNET_TABLE2, *PMIB_IPNET_TABLE2;

typedef void (*PTEREDO_PORT_CHANGE_CALLBACK)(PVOID, USHORT, MIB_NOTIFICATION_TYPE);

typedef struct _DNS_SETTINGS {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Hostname;
	PWSTR Domain;
	PWSTR SearchList;
} DNS_SETTINGS;

typedef struct _DNS_SETTINGS2 {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Hostname;
	PWSTR Domain;
	PWSTR SearchList;
	ULONG64 SettingFlags;
} DNS_SETTINGS2;

typedef struct _DNS_DOH_SERVER_SETTINGS {
	PWSTR Template;
	ULONG64 Flags;
} DNS_DOH_SERVER_SETTINGS;

typedef enum _DNS_SERVER_PROPERTY_TYPE {
	DnsServerInvalidProperty,
	DnsServerDohProperty
} DNS_SERVER_PROPERTY_TYPE;

typedef union _DNS_SERVER_PROPERTY_TYPES {
	DNS_DOH_SERVER_SETTINGS *DohSettings;
} DNS_SERVER_PROPERTY_TYPES;

typedef struct _DNS_SERVER_PROPERTY {
	ULONG Version;
	ULONG ServerIndex;
	DNS_SERVER_PROPERTY_TYPE Type;
	DNS_SERVER_PROPERTY_TYPES Property;
} DNS_SERVER_PROPERTY;

typedef struct _DNS_INTERFACE_SETTINGS {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Domain;
	PWSTR NameServer;
	PWSTR SearchList;
	ULONG RegistrationEnabled;
	ULONG RegisterAdapterName;
	ULONG EnableLLMNR;
	ULONG QueryAdapterName;
	PWSTR ProfileNameServer;
} DNS_INTERFACE_SETTINGS;

typedef struct _DNS_INTERFACE_SETTINGS_EX {
	DNS_INTERFACE_SETTINGS SettingsV1;
	ULONG DisableUnconstrainedQueries;
	PWSTR SupplementalSearchList;
} DNS_INTERFACE_SETTINGS_EX;

typedef struct _DNS_INTERFACE_SETTINGS3 {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Domain;
	PWSTR NameServer;
	PWSTR SearchList;
	ULONG RegistrationEnabled;
	ULONG RegisterAdapterName;
	ULONG EnableLLMNR;
	ULONG QueryAdapterName;
	PWSTR ProfileNameServer;
	ULONG DisableUnconstrainedQueries;
	PWSTR SupplementalSearchList;
	ULONG cServerProperties;
	DNS_SERVER_PROPERTY *ServerProperties;
	ULONG cProfileServerProperties;
	DNS_SERVER_PROPERTY *ProfileServerProperties;
} DNS_INTERFACE_SETTINGS3;

typedef struct _DNS_INTERFACE_SETTINGS4 {
	ULONG Version;
	ULONG64 Flags;
	PWSTR Domain;
	PWSTR NameServer;
	PWSTR SearchList;
	ULONG RegistrationEnabled;
	ULONG RegisterAdapterName;
	ULONG EnableLLMNR;
	ULONG QueryAdapterName;
	PWSTR ProfileNameServer;
	ULONG DisableUnconstrainedQueries;
	PWSTR SupplementalSearchList;
	ULONG cServerProperties;
	DNS_SERVER_PROPERTY *ServerProperties;
	ULONG cProfileServerProperties;
	DNS_SERVER_PROPERTY *ProfileServerProperties;
	ULONG EncryptedDnsAdapterFlags;
} DNS_INTERFACE_SETTINGS4;

typedef void (*PNETWORK_CONNECTIVITY_HINT_CHANGE_CALLBACK)(PVOID, NL_NETWORK_CONNECTIVITY_HINT);

DECLSPEC_IMPORT NTSTATUS GetIfEntry2(PMIB_IF_ROW2 Row);
DECLSPEC_IMPORT NTSTATUS GetIfEntry2Ex(MIB_IF_ENTRY_LEVEL Level, PMIB_IF_ROW2 Row);
DECLSPEC_IMPORT NTSTATUS GetIfTable2(PMIB_IF_TABLE2 *Table);
DECLSPEC_IMPORT NTSTATUS GetIfTable2Ex(MIB_IF_TABLE_LEVEL Level, PMIB_IF_TABLE2 *Table);
DECLSPEC_IMPORT NTSTATUS GetIfStackTable(PMIB_IFSTACK_TABLE *Table);
DECLSPEC_IMPORT NTSTATUS GetInvertedIfStackTable(PMIB_INVERTEDIFSTACK_TABLE *Table);
DECLSPEC_IMPORT NTSTATUS GetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row);
DECLSPEC_IMPORT NTSTATUS GetIpInterfaceTable(ADDRESS_FAMILY Family, PMIB_IPINTERFACE_TABLE
    *Table);
DECLSPEC_IMPORT void InitializeIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row);
DECLSPEC_IMPORT NTSTATUS NotifyIpInterfaceChange(ADDRESS_FAMILY Family,
    PIPINTERFACE_CHANGE_CALLBACK Callback, PVOID CallerContext, BOOLEAN InitialNotification,
    HANDLE *NotificationHandle);
DECLSPEC_IMPORT NTSTATUS SetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row);
DECLSPEC_IMPORT NTSTATUS GetIpNetworkConnectionBandwidthEstimates(NET_IFINDEX InterfaceIndex,
    ADDRESS_FAMILY AddressFamily, PMIB_IP_NETWORK_CONNECTION_BANDWIDTH_ESTIMATES
    BandwidthEstimates);
DECLSPEC_IMPORT NTSTATUS CreateUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row);
DECLSPEC_IMPORT NTSTATUS DeleteUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row);
DECLSPEC_IMPORT NTSTATUS GetUnicastIpAddressEntry(PMIB_UNICASTIPADDRESS_ROW Row);
DECLSPEC_IMPORT NTSTATUS GetUnicastIpAddressTable(ADDRESS_FAMILY Family,
    PMIB_UNICASTIPADDRESS_TABLE *Table);
DECLSPEC_IMPORT void InitializeUnicastIpAddressEntry(PMIB_UNICASTIPADDRESS_ROW Row);
DECLSPEC_IMPORT NTSTATUS NotifyUnicastIpAddressChange(ADDRESS_FAMILY Family,
    PUNICAST_IPADDRESS_CHANGE_CALLBACK Callback, PVOID CallerContext, BOOLEAN
    InitialNotification, HANDLE *NotificationHandle);
DECLSPEC_IMPORT NTSTATUS NotifyStableUnicastIpAddressTable(ADDRESS_FAMILY Family,
    PMIB_UNICASTIPADDRESS_TABLE *Table, PSTABLE_UNICAST_IPADDRESS_TABLE_CALLBACK CallerCallback,
    PVOID CallerContext, HANDLE *NotificationHandle);
DECLSPEC_IMPORT NTSTATUS SetUnicastIpAddressEntry(const MIB_UNICASTIPADDRESS_ROW *Row);
DECLSPEC_IMPORT NTSTATUS CreateAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row);
DECLSPEC_IMPORT NTSTATUS DeleteAnycastIpAddressEntry(const MIB_ANYCASTIPADDRESS_ROW *Row);
DECLSPEC_IMPORT NTSTATUS GetAnycastIpAddressEntry(PMIB_ANYCASTIPADDRESS_ROW Row);
DECLSPEC_IMPORT NTSTATUS GetAnycastIpAddressTable(ADDRESS_FAMILY Family,
    PMIB_ANYCASTIPADDRESS_TABLE *Table);
DECLSPEC_IMPORT NTSTATUS GetMulticastIpAddressEntry(PMIB_MULTICASTIPADDRESS_ROW Row);
DECLSPEC_IMPORT NTSTATUS GetMulticastIpAddressTable(ADDRESS_FAMILY Family,
    PMIB_MULTICASTIPADDRESS_TABLE *Table);
DECLSPEC_IMPORT NTSTATUS CreateIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row);
DECLSPEC_IMPORT NTSTATUS DeleteIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Row);
DECLSPEC_IMPORT NTSTATUS GetBestRoute2(NET_LUID *InterfaceLuid, NET_IFINDEX InterfaceIndex,
    const SOCKADDR_INET *SourceAddress, const SOCKADDR_INET *DestinationAddress, ULONG
    AddressSortOptions, PMIB_IPFORWARD_ROW2 BestRoute, SOCKADDR_INET *BestSourceAddress);
DECLSPEC_IMPORT NTSTATUS GetIpForwardEntry2(PMIB_IPFORWARD_ROW2 Row);
DECLSPEC_IMPORT NTSTATUS GetIpForwardTable2(ADDRESS_FAMILY Family, PMIB_IPFORWARD_TABLE2
    *Table);
DECLSPEC_IMPORT void InitializeIpForwardEntry(PMIB_IPFORWARD_ROW2 Row);
DECLSPEC_IMPORT NTSTATUS NotifyRouteChange2(ADDRESS_FAMILY AddressFamily,
    PIPFORWARD_CHANGE_CALLBACK Callback, PVOID CallerContext, BOOLEAN InitialNotification,
    HANDLE *NotificationHandle);
DECLSPEC_IMPORT NTSTATUS SetIpForwardEntry2(const MIB_IPFORWARD_ROW2 *Route);
DECLSPEC_IMPORT NTSTATUS FlushIpPathTable(ADDRESS_FAMILY Family);
DECLSPEC_IMPORT NTSTATUS GetIpPathEntry(PMIB_IPPATH_ROW Row);
DECLSPEC_IMPORT NTSTATUS GetIpPathTable(ADDRESS_FAMILY Family, PMIB_IPPATH_TABLE *Table);
DECLSPEC_IMPORT NTSTATUS CreateIpNetEntry2(const MIB_IPNET_ROW2 *Row);
DECLSPEC_IMPORT NTSTATUS DeleteIpNetEntry2(const MIB_IPNET_ROW2 *Row);
DECLSPEC_IMPORT NTSTATUS FlushIpNetTable2(ADDRESS_FAMILY Family, NET_IFINDEX InterfaceIndex);
DECLSPEC_IMPORT NTSTATUS GetIpNetEntry2(PMIB_IPNET_ROW2 Row);
DECLSPEC_IMPORT NTSTATUS GetIpNetTable2(ADDRESS_FAMILY Family, PMIB_IPNET_TABLE2 *Table);
DECLSPEC_IMPORT NTSTATUS ResolveIpNetEntry2(PMIB_IPNET_ROW2 Row, const SOCKADDR_INET
    *SourceAddress);
DECLSPEC_IMPORT NTSTATUS SetIpNetEntry2(PMIB_IPNET_ROW2 Row);
DECLSPEC_IMPORT NTSTATUS NotifyTeredoPortChange(PTEREDO_PORT_CHANGE_CALLBACK Callback, PVOID
    CallerContext, BOOLEAN InitialNotification, HANDLE *NotificationHandle);
DECLSPEC_IMPORT NTSTATUS GetTeredoPort(USHORT *Port);
DECLSPEC_IMPORT NTSTATUS CancelMibChangeNotify2(HANDLE NotificationHandle);
DECLSPEC_IMPORT void FreeMibTable(PVOID Memory);
DECLSPEC_IMPORT NTSTATUS CreateSortedAddressPairs(const PSOCKADDR_IN6 SourceAddressList, ULONG
    SourceAddressCount, const PSOCKADDR_IN6 DestinationAddressList, ULONG
    DestinationAddressCount, ULONG AddressSortOptions, PSOCKADDR_IN6_PAIR
    *SortedAddressPairList, ULONG *SortedAddressPairCount);
DECLSPEC_IMPORT NTSTATUS ConvertCompartmentGuidToId(const GUID *CompartmentGuid,
    PNET_IF_COMPARTMENT_ID CompartmentId);
DECLSPEC_IMPORT NTSTATUS ConvertCompartmentIdToGuid(NET_IF_COMPARTMENT_ID CompartmentId, GUID
    *CompartmentGuid);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceNameToLuidA(const CHAR *InterfaceName, NET_LUID
    *InterfaceLuid);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceNameToLuidW(const WCHAR *InterfaceName, NET_LUID
    *InterfaceLuid);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceLuidToNameA(const NET_LUID *InterfaceLuid, PSTR
    InterfaceName, SIZE_T Length);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceLuidToNameW(const NET_LUID *InterfaceLuid, PWSTR
    InterfaceName, SIZE_T Length);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceLuidToIndex(const NET_LUID *InterfaceLuid, PNET_IFINDEX
    InterfaceIndex);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceIndexToLuid(NET_IFINDEX InterfaceIndex, PNET_LUID
    InterfaceLuid);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceLuidToAlias(const NET_LUID *InterfaceLuid, PWSTR
    InterfaceAlias, SIZE_T Length);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceAliasToLuid(const WCHAR *InterfaceAlias, PNET_LUID
    InterfaceLuid);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceLuidToGuid(const NET_LUID *InterfaceLuid, GUID
    *InterfaceGuid);
DECLSPEC_IMPORT NTSTATUS ConvertInterfaceGuidToLuid(const GUID *InterfaceGuid, PNET_LUID
    InterfaceLuid);
DECLSPEC_IMPORT NET_IFINDEX if_nametoindex(PCSTR InterfaceName);
DECLSPEC_IMPORT PCHAR if_indextoname(NET_IFINDEX InterfaceIndex, PCHAR InterfaceName);
DECLSPEC_IMPORT NET_IF_COMPARTMENT_ID GetCurrentThreadCompartmentId(VOID);
DECLSPEC_IMPORT NTSTATUS SetCurrentThreadCompartmentId(NET_IF_COMPARTMENT_ID CompartmentId);
DECLSPEC_IMPORT void GetCurrentThreadCompartmentScope(PNET_IF_COMPARTMENT_SCOPE
    CompartmentScope, PNET_IF_COMPARTMENT_ID CompartmentId);
DECLSPEC_IMPORT NTSTATUS SetCurrentThreadCompartmentScope(NET_IF_COMPARTMENT_SCOPE
    CompartmentScope);
DECLSPEC_IMPORT NET_IF_COMPARTMENT_ID GetJobCompartmentId(HANDLE JobHandle);
DECLSPEC_IMPORT NTSTATUS SetJobCompartmentId(HANDLE JobHandle, NET_IF_COMPARTMENT_ID
    CompartmentId);
DECLSPEC_IMPORT NET_IF_COMPARTMENT_ID GetSessionCompartmentId(ULONG SessionId);
DECLSPEC_IMPORT NTSTATUS SetSessionCompartmentId(ULONG SessionId, NET_IF_COMPARTMENT_ID
    CompartmentId);
DECLSPEC_IMPORT NET_IF_COMPARTMENT_ID GetDefaultCompartmentId(VOID);
DECLSPEC_IMPORT NTSTATUS GetNetworkInformation(const NET_IF_NETWORK_GUID *NetworkGuid,
    PNET_IF_COMPARTMENT_ID CompartmentId, PULONG SiteId, PWCHAR NetworkName, ULONG Length);
DECLSPEC_IMPORT NTSTATUS SetNetworkInformation(const NET_IF_NETWORK_GUID *NetworkGuid,
    NET_IF_COMPARTMENT_ID CompartmentId, const WCHAR *NetworkName);
DECLSPEC_IMPORT NTSTATUS ConvertLengthToIpv4Mask(ULONG MaskLength, PULONG Mask);
DECLSPEC_IMPORT NTSTATUS ConvertIpv4MaskToLength(ULONG Mask, PUINT8 MaskLength);
DECLSPEC_IMPORT NTSTATUS GetDnsSettings(DNS_SETTINGS *Settings);
DECLSPEC_IMPORT void FreeDnsSettings(DNS_SETTINGS *Settings);
DECLSPEC_IMPORT NTSTATUS SetDnsSettings(const DNS_SETTINGS *Settings);
DECLSPEC_IMPORT NTSTATUS GetInterfaceDnsSettings(GUID Interface, DNS_INTERFACE_SETTINGS
    *Settings);
DECLSPEC_IMPORT void FreeInterfaceDnsSettings(DNS_INTERFACE_SETTINGS *Settings);
DECLSPEC_IMPORT NTSTATUS SetInterfaceDnsSettings(GUID Interface, const DNS_INTERFACE_SETTINGS
    *Settings);
DECLSPEC_IMPORT NTSTATUS GetNetworkConnectivityHint(NL_NETWORK_CONNECTIVITY_HINT
    *ConnectivityHint);
DECLSPEC_IMPORT NTSTATUS GetNetworkConnectivityHintForInterface(NET_IFINDEX InterfaceIndex,
    NL_NETWORK_CONNECTIVITY_HINT *ConnectivityHint);
DECLSPEC_IMPORT NTSTATUS
    NotifyNetworkConnectivityHintChange(PNETWORK_CONNECTIVITY_HINT_CHANGE_CALLBACK Callback,
    PVOID CallerContext, BOOLEAN InitialNotification, PHANDLE NotificationHandle);

#ifdef __cplusplus
}
#endif

#endif /* SDK_NETIOAPI_H */
