/*
 * Network addresses as text: what the Rtl…AddressTo… functions of both kinds of text share.
 *
 * The work is done on bytes.  Each address is 16 bits of network order or bytes, as it stands in a
 * packet.
 */
#ifndef RTL_ADDRESS_H
#define RTL_ADDRESS_H

#include "nt/types.h"

#include <stdbool.h>
#include <stddef.h>

#define ADDRESS_TEXT 66 /* of the longest, with scope, port and terminator  [ip2string.h] */

struct address_text {
	char text[ADDRESS_TEXT];
	size_t length;
};

struct address_text address_v4_text(const UCHAR address[4]);
struct address_text address_v6_text(const UCHAR address[16]);
void address_text_add(struct address_text *text, const char *more);
void address_text_add_number(struct address_text *text, ULONG number);

/* Each advances the text behind what it read, also where it gives false. */
bool address_v4_read(const char **text, bool strict, UCHAR address[4]);
bool address_v6_read(const char **text, UCHAR address[16]);
/* Decimal; for a port, too, 0x and 0 tell the base if `any_base`. */
bool address_number_read(const char **text, bool any_base, uint64_t limit, uint64_t *number);

#endif
