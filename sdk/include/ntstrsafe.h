/*
 * mingw-w64's ntstrsafe.h, whose functions are global in C: two sources that include it would
 * not link.  Here they are static.
 */
#ifndef SDK_NTSTRSAFE_H
#define SDK_NTSTRSAFE_H

#pragma GCC system_header

#include <wdm.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#ifndef __cplusplus
#define extern static
#endif
#include_next <ntstrsafe.h>
#undef extern

#endif /* SDK_NTSTRSAFE_H */
