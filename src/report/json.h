/*
 * The report for machines.  Its keys are documented in docs/REPORT.md and stable.
 */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "base/text.h"
#include "report/report.h"

void json_report(const struct report *report, struct text *out);

#endif
