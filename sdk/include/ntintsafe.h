/* Arithmetic that notices what does not fit: NTSTATUS.  [sdk_intsafe.h] */
#ifndef SDK_NTINTSAFE_H
#define SDK_NTINTSAFE_H

#include <sdk_intsafe.h>

#endif /* SDK_NTINTSAFE_H */
