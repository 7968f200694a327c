#include "bfe/guard.h"

#include "host/arena.h"
#include "security/descriptor.h"

void *
guard_copy(const void *sd)
{
	struct descriptor parts;
	void *copy;

	descriptor_read(sd, &parts);
	copy = arena_take(descriptor_packed_bytes(&parts));
	descriptor_pack(&parts, copy);
	return copy;
}
