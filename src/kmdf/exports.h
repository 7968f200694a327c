/*
 * What drivers import from WDFLDR.SYS.  The framework's own functions are no
 * imports: a driver reaches them through the table that it binds to.
 */
#ifndef KMDF_EXPORTS_H
#define KMDF_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract wdfldr_exports[];

#endif
