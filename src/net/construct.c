#include "net/construct.h"

#include "ledger/finding.h"
#include "ndis/data.h"
#include "net/packet.h"
#include "nt/status.h"

#include <string.h>

static struct address
address_of(ADDRESS_FAMILY family, const UCHAR *bytes)
{
	struct address address = { .version = family == NT_AF_INET ? 4 : 6 };

	memcpy(address.bytes, bytes, family == NT_AF_INET ? 4 : 16);
	return address;
}

/* Write `length` bytes over the window's first ones. */
static void
overwrite(NET_BUFFER *buffer, const uint8_t *bytes, size_t length)
{
	size_t at = buffer->CurrentMdlOffset;

	for (MDL *mdl = buffer->CurrentMdl; mdl != NULL && length > 0; mdl = mdl->Next, at = 0) {
		size_t here = mdl->ByteCount > at ? mdl->ByteCount - at : 0;

		if (here > length)
			here = length;
		memcpy((char *)data_address(mdl) + at, bytes, here);
		bytes += here;
		length -= here;
	}
}

/* The new header takes the place of `old` bytes at the data start. */
static NTSTATUS
construct(NET_BUFFER *buffer, ULONG old, const struct address *from, const struct address *to,
    uint8_t protocol)
{
	uint8_t header[40];
	size_t length;

	NdisAdvanceNetBufferDataStart(buffer, old, FALSE, NULL);
	length = packet_around(header, sizeof(header), from, to, protocol, buffer->DataLength);
	if (length == 0)
		return STATUS_INVALID_PARAMETER;
	if (from->version == 4)
		packet_header_fix(header);
	if (NdisRetreatNetBufferDataStart(buffer, (ULONG)length, 0, NULL) != NDIS_STATUS_SUCCESS)
		return STATUS_INSUFFICIENT_RESOURCES;
	overwrite(buffer, header, length);
	return STATUS_SUCCESS;
}

/*
 * Windows: puts an IP header before a transport header, for each NET_BUFFER, or replaces one
 *   that is there; IPv4 options are kept, IPv6 extension headers and IPsec's
 *   go.  [ddi:FwpsConstructIpHeaderForTransportPacket0]
 * Here: no control data, and no IPv4 options.
 */
NTSTATUS NTAPI
FwpsConstructIpHeaderForTransportPacket0(NET_BUFFER_LIST *netBufferList,
    ULONG headerIncludeHeaderLength, ADDRESS_FAMILY addressFamily, const UCHAR *sourceAddress,
    const UCHAR *remoteAddress, LONG nextProtocol, UINT64 endpointHandle,
    const WSACMSGHDR *controlData, ULONG controlDataLength, UINT32 flags, PVOID reserved,
    ULONG interfaceIndex, ULONG subInterfaceIndex)
{
	struct address from, to;

	(void)endpointHandle, (void)interfaceIndex, (void)subInterfaceIndex;
	if (addressFamily != NT_AF_INET && addressFamily != NT_AF_INET6)
		return STATUS_INVALID_PARAMETER;
	if (flags != 0 || reserved != NULL) {
		finding(RULE_R143,
		    "FwpsConstructIpHeaderForTransportPacket0: flags 0x%x, reserved %p", flags,
		    reserved);
		return STATUS_INVALID_PARAMETER;
	}
	if (controlData != NULL && controlDataLength > 0)
		not_modelled("FwpsConstructIpHeaderForTransportPacket0: control data");
	if (addressFamily == NT_AF_INET && headerIncludeHeaderLength > 20)
		not_modelled("FwpsConstructIpHeaderForTransportPacket0: IPv4 options");
	if (headerIncludeHeaderLength > 0 && netBufferList->FirstNetBuffer->Next != NULL) {
		finding(RULE_R143,
		    "FwpsConstructIpHeaderForTransportPacket0 rebuilds the header of "
		    "several NET_BUFFERs");
		return STATUS_INVALID_PARAMETER;
	}
	from = address_of(addressFamily, sourceAddress);
	to = address_of(addressFamily, remoteAddress);
	for (NET_BUFFER *at = netBufferList->FirstNetBuffer; at != NULL; at = at->Next) {
		NTSTATUS status =
		    construct(at, headerIncludeHeaderLength, &from, &to, (uint8_t)nextProtocol);

		if (status != STATUS_SUCCESS)
			return status;
	}
	return STATUS_SUCCESS;
}

const struct contract net_exports[] = {
	EXPORT(FwpsConstructIpHeaderForTransportPacket0, 13, DISPATCH_LEVEL, REFUSAL_STATUS, 0,
	    PAGE(fwpsk), APPROXIMATES("identification and time to live are fixed"),
	    FAILS("STATUS_INSUFFICIENT_RESOURCES STATUS_INVALID_PARAMETER")),
	EXPORTS_END,
};
