/* Of the redirector's kit, the definitions that drivers borrow.  [ntrxdef.h] */
#ifndef _RX_NTDEFS_DEFINED_
#define _RX_NTDEFS_DEFINED_

#include <sdk_base.h>

#ifndef INLINE
#define INLINE __inline
#endif
#ifndef INVALID_HANDLE_VALUE
#define INVALID_HANDLE_VALUE ((HANDLE)-1)
#endif
#define TICKS_PER_SECOND (10 * 1000 * 1000)
#define TICKS_PER_MILLESECOND (10 * 1000)

#endif /* _RX_NTDEFS_DEFINED_ */
