/*
 * Tracing's export tables, for machine/modules.c.
 */
#ifndef TRACE_EXPORTS_H
#define TRACE_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract etw_exports[];
extern const struct contract etw_write_exports[];
extern const struct contract wmi_exports[];
extern const struct contract recorder_exports[]; /* WppRecorder.sys */

#endif
