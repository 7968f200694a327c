/*
 * Annotations of source code: mingw-w64's headers define nearly all as nothing, and here are
 * the names that they lack, by what they speak of; alphabetical inside.
 * Part of wdm.h; a driver does not include it.  [visualstudio: sal annotations;
 * kernel: SAL-2 annotations for drivers]
 */
#ifndef SDK_SAL_H
#define SDK_SAL_H

#include <sal.h>
#include <specstrings.h>
#include <driverspecs.h>
#include <concurrencysal.h>

/* values */
#define _Maybenull_
#define _Notnull_
#define _Null_
#define _Post_invalid_
#define _Pre_
#define _Pre_maybenull_
#define __volatile

/* drivers */
#define __drv_defined(...)
#define __drv_functionClass(...)
#define __drv_nop(...) __VA_ARGS__
#define __drv_sameIRQL

#endif /* SDK_SAL_H */
