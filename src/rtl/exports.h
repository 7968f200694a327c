/*
 * The runtime library's export tables, for machine/modules.c.
 */
#ifndef RTL_EXPORTS_H
#define RTL_EXPORTS_H

#include "kernel/contract.h"

/* Text */
extern const struct contract narrow_exports[];
extern const struct contract unicode_exports[];
extern const struct contract codepage_exports[];
extern const struct contract utf8_exports[];
extern const struct contract number_exports[];
extern const struct contract expression_exports[];
extern const struct contract error_exports[];
extern const struct contract rtl_address_exports[];
/* The C runtime */
extern const struct contract crt_string_exports[];
extern const struct contract crt_wide_exports[];
extern const struct contract crt_print_exports[];
extern const struct contract crt_number_exports[];
extern const struct contract crt_class_exports[];
extern const struct contract crt_sort_exports[];
/* Tables and numbers */
extern const struct contract splay_exports[];
extern const struct contract generic_exports[];
extern const struct contract avl_exports[];
extern const struct contract hash_exports[];
extern const struct contract bitmap_exports[];
extern const struct contract bitmap_run_exports[];
extern const struct contract memory_exports[];
extern const struct contract rtl_time_exports[];

NTAPI void RtlTimeToTimeFields(const LARGE_INTEGER *Time, TIME_FIELDS *TimeFields);
extern const struct contract checksum_exports[];
extern const struct contract version_exports[];

#endif
