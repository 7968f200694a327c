/*
 * The network module registrar's side for providers: netio.sys.
 */
#ifndef NET_NMR_H
#define NET_NMR_H

#include "kernel/contract.h"

extern const struct contract nmr_exports[];

#endif
