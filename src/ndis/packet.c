/*
 * The stack's own packets: list, NET_BUFFER, MDL, bytes and a copy of the bytes
 * in one arena object, so that one call makes it and one takes it back.
 *
 * The copy is what packet_check compares with; the bytes between the two, which have a copy too,
 * catch writes past the end.
 */
#include "ndis/packet.h"

#include "host/arena.h"
#include "ledger/finding.h"
#include "ndis/data.h"
#include "ndis/net_buffer_list.h"

#include <assert.h>
#include <string.h>

#define GUARD 16
#define GUARD_BYTE 0xa5

struct stack_packet {
	struct list list;
	struct buffer buffer;
	size_t length;
	size_t offset; /* where the stack put the data start */
	uint8_t *bytes;
	uint8_t *copy;
	MDL mdl; /* its PFNs, the bytes, the guard and the copy follow */
};

static struct stack_packet *
packet_of(const NET_BUFFER_LIST *nbl)
{
	struct list *list = list_of(nbl);

	assert(list != NULL && list->kind == LIST_STACK);
	return (struct stack_packet *)list;
}

NET_BUFFER_LIST *
packet_take(const void *bytes, size_t length, size_t offset)
{
	size_t pages = length / ARENA_PAGE + 2;
	size_t head = (sizeof(struct stack_packet) + pages * sizeof(PFN_NUMBER) + 15) / 16 * 16;
	struct stack_packet *packet;

	assert(length <= PACKET_LIMIT && offset <= length);
	packet = arena_take(head + 2 * (length + GUARD));
	packet->length = length;
	packet->offset = offset;
	packet->bytes = (uint8_t *)packet + head;
	packet->copy = packet->bytes + length + GUARD;
	memcpy(packet->bytes, bytes, length);
	memset(packet->bytes + length, GUARD_BYTE, GUARD);
	memcpy(packet->copy, packet->bytes, length + GUARD);
	list_make(&packet->list, LIST_STACK, list_pool_of(NULL));
	packet->list.buffers = &packet->buffer;
	packet->list.nbl.FirstNetBuffer = &packet->buffer.nb;
	buffer_make(&packet->buffer, list_pool_of(NULL),
	    data_mdl(&packet->mdl, packet->bytes, length), offset, length - offset);
	return &packet->list.nbl;
}

void
packet_seek(NET_BUFFER_LIST *list, size_t offset)
{
	struct stack_packet *packet = packet_of(list);

	assert(offset <= packet->length);
	packet->offset = offset;
	data_aim(&packet->buffer.nb, offset, packet->length - offset);
}

bool
packet_give(NET_BUFFER_LIST *list)
{
	return list_give(&packet_of(list)->list);
}

static bool
start_moved(const struct stack_packet *packet)
{
	const NET_BUFFER *nb = &packet->buffer.nb;

	return nb->DataOffset != packet->offset || nb->DataLength != packet->length - packet->offset
	    || nb->CurrentMdl != &packet->mdl || nb->CurrentMdlOffset != packet->offset;
}

static bool
chain_changed(const struct stack_packet *packet)
{
	return packet->list.nbl.FirstNetBuffer != &packet->buffer.nb
	    || packet->list.nbl.Next != NULL || packet->buffer.nb.Next != NULL
	    || (packet->buffer.nb.MdlChain != &packet->mdl
		&& !data_is_retreat(packet->buffer.nb.MdlChain))
	    || packet->mdl.Next != NULL || packet->mdl.ByteCount != packet->length
	    || packet->mdl.MappedSystemVa != packet->bytes;
}

static bool
bytes_changed(const struct stack_packet *packet, size_t from, size_t count)
{
	return memcmp(packet->bytes + from, packet->copy + from, count) != 0;
}

static void
put_back(struct stack_packet *packet)
{
	struct buffer *buffer = &packet->buffer;

	while (buffer->nb.MdlChain != &packet->mdl && data_is_retreat(buffer->nb.MdlChain)) {
		MDL *mdl = buffer->nb.MdlChain;

		buffer->nb.MdlChain = mdl->Next;
		data_retreat_free(mdl);
	}
	packet->list.nbl.FirstNetBuffer = &buffer->nb;
	packet->list.nbl.Next = NULL;
	buffer->nb.Next = NULL;
	buffer->nb.MdlChain = data_mdl(&packet->mdl, packet->bytes, packet->length);
	data_aim(&buffer->nb, packet->offset, packet->length - packet->offset);
}

void
packet_check(NET_BUFFER_LIST *list, const char *who)
{
	struct stack_packet *packet = packet_of(list);
	bool moved = start_moved(packet), changed = chain_changed(packet);

	if (changed)
		finding(RULE_R80, "%s: the indicated NET_BUFFER_LIST's chain was changed", who);
	else if (moved)
		finding(RULE_R81, "%s: the data start was moved from %zu to %u and not put back",
		    who, packet->offset, packet->buffer.nb.DataOffset);
	if (changed || moved)
		put_back(packet);
	if (!bytes_changed(packet, 0, packet->length + GUARD))
		return;
	if (bytes_changed(packet, packet->length, GUARD)) {
		finding(RULE_R82, "%s: wrote past the end of the packet", who);
		memset(packet->bytes + packet->length, GUARD_BYTE, GUARD);
		memset(packet->copy + packet->length, GUARD_BYTE, GUARD);
	}
	if (bytes_changed(packet, 0, packet->length)) {
		finding(RULE_R80, "%s: the indicated packet's bytes were changed in place", who);
		memcpy(packet->copy, packet->bytes, packet->length);
	}
}

size_t
packet_bytes(const NET_BUFFER *buffer, void *bytes, size_t size)
{
	size_t want = buffer->DataLength < size ? buffer->DataLength : size;

	if (data_read(buffer, 0, bytes, want) == want)
		return buffer->DataLength;
	finding(
	    RULE_R82, "a NET_BUFFER says %u bytes, its MDL chain holds fewer", buffer->DataLength);
	return 0;
}
