/*
 * Addresses, as text and as bytes.
 */
#include "net/packet.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

struct address
address_v4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port)
{
	return (struct address){ .version = 4, .port = port, .bytes = { a, b, c, d } };
}

struct address
address_v6(const uint8_t bytes[16], uint16_t port)
{
	struct address address = { .version = 6, .port = port };

	memcpy(address.bytes, bytes, 16);
	return address;
}

static bool
port_parse(uint16_t *port, const char *text)
{
	char *end;
	unsigned long value;

	*port = 0;
	if (*text == '\0')
		return true;
	if (*text != ':' || text[1] < '0' || text[1] > '9')
		return false;
	value = strtoul(text + 1, &end, 10);
	*port = (uint16_t)value;
	return *end == '\0' && value <= 65535;
}

bool
address_parse(struct address *address, const char *text)
{
	char host[64];
	bool bracket = *text == '[';
	size_t colons = 0, length;

	for (const char *at = text; *at != '\0'; at++)
		colons += *at == ':';
	*address = (struct address){ .version = bracket || colons > 1 ? 6 : 4 };
	text += bracket;
	length = bracket            ? strcspn(text, "]")
	    : address->version == 6 ? strlen(text)
				    : strcspn(text, ":");
	if (length >= sizeof(host) || (bracket && text[length] != ']'))
		return false;
	memcpy(host, text, length);
	host[length] = '\0';
	if (inet_pton(address->version == 6 ? AF_INET6 : AF_INET, host, address->bytes) != 1)
		return false;
	return port_parse(&address->port, text + length + bracket);
}

bool
address_same_host(const struct address *a, const struct address *b)
{
	return a->version == b->version && memcmp(a->bytes, b->bytes, sizeof(a->bytes)) == 0;
}

bool
address_equal(const struct address *a, const struct address *b)
{
	return a->port == b->port && address_same_host(a, b);
}

uint32_t
address_number(const struct address *address)
{
	const uint8_t *at = address->bytes;

	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}
