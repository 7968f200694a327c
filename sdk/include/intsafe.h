/* Arithmetic that notices what does not fit: HRESULT.  mingw-w64's wants windows.h. */
#ifndef SDK_INTSAFE_USER_H
#define SDK_INTSAFE_USER_H

#include <sdk_intsafe.h>

#endif /* SDK_INTSAFE_USER_H */
