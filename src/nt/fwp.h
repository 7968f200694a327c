/*
 * Windows Filtering Platform, whole: values, management half, filter engine half.
 */
#ifndef NT_FWP_H
#define NT_FWP_H

#include "nt/fwp_value.h"
#include "nt/fwpm.h"
#include "nt/fwps.h"

#endif
