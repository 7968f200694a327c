/*
 * Keys as netsh writes them: the headers' name of a GUID, or "{…}" where it has none.
 */
#ifndef BFE_XML_KEY_H
#define BFE_XML_KEY_H

#include "nt/types.h"

#include <stdbool.h>

#define XML_KEY_TEXT 40

/* What is returned is `room`, or lasts. */
const char *xml_key_text(const GUID *key, char room[XML_KEY_TEXT]);
bool xml_key_read(const char *text, GUID *key);

#endif
