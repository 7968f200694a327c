/*
 * MXCSR: rounding and the masks of the SSE unit, which a driver must leave as they were.
 *
 * Reading it waits for all arithmetic before it, half of what a call into the driver costs.  So it is read
 * only where somebody can have changed it: code that is loaded and holds an instruction for
 * that (image/control), code that may be written while it runs, or a context that is
 * resumed.  Before the first of them it is what every thread begins with.
 */
#ifndef HOST_MXCSR_H
#define HOST_MXCSR_H

#include <stdbool.h>

#define MXCSR_ORDINARY 0x1f80u
#define MXCSR_STICKY 0x3fu /* set by arithmetic, and nobody's to keep */

/* A fact of the process: it is never taken back. */
extern bool mxcsr_watched;

static inline void
mxcsr_watch(void)
{
	mxcsr_watched = true;
}

static inline unsigned
mxcsr_now(void)
{
	return mxcsr_watched ? __builtin_ia32_stmxcsr() : MXCSR_ORDINARY;
}

#endif
