#include "cli/dump.h"

#include <string.h>

/* A layer of user mode, whose ids releases differ in.  [fwpsk.h, wfpstate.xml] */
#define LAYER "<layerKey>FWPM_LAYER_IKEEXT_V4</layerKey>"
#define ID "<layerId>"
#define REACH 8192 /* from the key to the id, over the fields */

static const struct {
	const char *id;
	enum target target;
} releases[] = {
	{ "89<", TARGET_WIN10_22H2 },
	{ "91<", TARGET_WIN11_24H2 },
};

bool
dump_target(const char *bytes, size_t length, enum target *target)
{
	const char *end = bytes + length;
	const char *at = memmem(bytes, length, LAYER, strlen(LAYER));

	if (at == NULL)
		return false;
	if (end - at > REACH)
		end = at + REACH;
	at = memmem(at, (size_t)(end - at), ID, strlen(ID));
	if (at == NULL)
		return false;
	at += strlen(ID);
	for (size_t i = 0; i < sizeof(releases) / sizeof(releases[0]); i++) {
		size_t digits = strlen(releases[i].id);

		if ((size_t)(end - at) >= digits && memcmp(at, releases[i].id, digits) == 0) {
			*target = releases[i].target;
			return true;
		}
	}
	return false;
}
