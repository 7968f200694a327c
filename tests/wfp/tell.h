/*
 * Filters and packets as text, for a test that fails.
 */
#ifndef TESTS_WFP_TELL_H
#define TESTS_WFP_TELL_H

#include "draw.h"

void tell_condition(const struct oracle_condition *condition, const FWP_VALUE0 *seen);
void tell_filter(const struct oracle_filter *filter);
void tell_packet(const struct layer *layer, const struct drawn_packet *packet);

#endif
