/*
 * What a scenario says of the machine that it wants, before that machine is there.
 *
 * The comments at its top may hold a line `-- target: win11-24h2`: the layers, their ids and
 * Windows' own objects are those of that release from the machine's first moment, so that
 * Lua, which runs in the machine, would ask too late.
 */
#ifndef TRAFFIC_SCRIPT_HEAD_H
#define TRAFFIC_SCRIPT_HEAD_H

#include <stddef.h>

struct script_head {
	char target[24]; /* as written, shortened; "": the scenario runs on any */
	int line;        /* where it is written */
};

struct script_head script_head(const char *text, size_t length);

#endif
