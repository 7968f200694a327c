/*
 * Splay trees.  The links are the driver's memory.
 */
#ifndef RTL_SPLAY_H
#define RTL_SPLAY_H

#include "nt/rtl.h"

NTAPI RTL_SPLAY_LINKS *RtlSplay(RTL_SPLAY_LINKS *Links);
NTAPI RTL_SPLAY_LINKS *RtlDelete(RTL_SPLAY_LINKS *Links);
NTAPI RTL_SPLAY_LINKS *RtlRealSuccessor(RTL_SPLAY_LINKS *Links);

#endif
