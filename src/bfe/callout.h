/*
 * What a management callout shows of the callout that is registered under its key.
 */
#ifndef BFE_CALLOUT_H
#define BFE_CALLOUT_H

#include "nt/fwp.h"

/*
 * Its flags at this moment.
 *
 * Windows: FWPM_CALLOUT_FLAG_REGISTERED tells whether functions are registered
 *   [win32:FWPM_CALLOUT0]; while they are, the FWP_CALLOUT_FLAG_* that they were registered with
 *   are shown beside it [wfpstate.xml].
 */
UINT32 callout_flags_shown(const FWPM_CALLOUT0 *callout);

#endif
