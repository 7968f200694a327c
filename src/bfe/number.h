/*
 * Values as numbers, whatever their type: integers, and addresses as the integers they are.
 */
#ifndef BFE_NUMBER_H
#define BFE_NUMBER_H

#include "nt/fwp.h"

#include <stdint.h>

__extension__ typedef unsigned __int128 number;

unsigned number_width(uint8_t type); /* in bits; 0: no number is that wide */

/* How many bits it has; 0: it is not a number, or has a sign. */
unsigned number_of(const FWP_VALUE0 *value, number *is);

#endif
