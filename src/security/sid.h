/*
 * SIDs: who somebody is.
 */
#ifndef SECURITY_SID_H
#define SECURITY_SID_H

#include "nt/se.h"

#include <stdbool.h>

struct sid {
	union {
		SID sid;
		UCHAR bytes[SECURITY_MAX_SID_SIZE];
	};
};

size_t sid_bytes(const SID *sid);
bool sid_valid(const SID *sid);
bool sid_same(const SID *left, const SID *right);
ULONG sid_last(const SID *sid); /* its last sub-authority */

/* "S-1-5-18", or one of "system", "local service", "network service", "administrator", "user",
 * "guest".  False: it is neither. */
bool sid_parse(const char *text, struct sid *sid);

#define SID_TEXT 192                                  /* of the longest, with its NUL */
size_t sid_text(const SID *sid, char text[SID_TEXT]); /* "S-1-5-18"; its length */

void sid_exports_fill(void); /* what SeExports points at */

#endif
