/*
 * The report for people: the verdict first, then each finding with what Windows would do
 * and what to do about it, then what is left behind, then the counts.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include "base/text.h"
#include "report/report.h"

#include <stdbool.h>

void text_report(const struct report *report, bool colour, struct text *out);

#endif
