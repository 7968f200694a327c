/*
 * The floor's start, in order: after the kernel floor's.
 */
#ifndef EXECUTIVE_EXECUTIVE_H
#define EXECUTIVE_EXECUTIVE_H

void executive_start(void);

#endif
