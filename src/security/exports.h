/*
 * The security floor's export tables, for machine/modules.c.
 */
#ifndef SECURITY_EXPORTS_H
#define SECURITY_EXPORTS_H

#include "kernel/contract.h"

extern const struct contract sid_exports[];
extern const struct contract acl_exports[];
extern const struct contract descriptor_exports[];
extern const struct contract access_exports[];
extern const struct contract token_exports[];
extern const struct contract token_query_exports[];
extern const struct contract subject_exports[];
extern const struct contract token_handle_exports[];
extern const struct contract object_security_exports[];

#endif
