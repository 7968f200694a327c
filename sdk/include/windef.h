/* User mode's spellings of types, without windows.h.  [windef.h, minwindef.h] */
#ifndef _WINDEF_
#define _WINDEF_
#define _MINWINDEF_

#include <sdk_base.h>

#ifndef MAX_PATH
#define MAX_PATH 260
#endif
#ifndef WINAPI
#define WINAPI __stdcall
#endif
#ifndef CALLBACK
#define CALLBACK __stdcall
#endif
#ifndef APIENTRY
#define APIENTRY WINAPI
#endif
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef MAKEWORD
#define MAKEWORD(low, high) ((WORD)((UCHAR)(low) | ((WORD)(UCHAR)(high)) << 8))
#define MAKELONG(low, high) ((LONG)((WORD)(low) | ((DWORD)(WORD)(high)) << 16))
#endif

#endif /* _WINDEF_ */
