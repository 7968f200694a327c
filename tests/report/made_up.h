/* A report that no machine made, with one of each thing in it. */
#ifndef TESTS_REPORT_MADE_UP_H
#define TESTS_REPORT_MADE_UP_H

#include "report/report.h"

void make_up_report(struct report *report);

#endif
