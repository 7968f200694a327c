/* [windef.h] */
#include <windef.h>
