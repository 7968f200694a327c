/*
 * What outlives the machine's memory: the registry's lasting keys and the files, in host memory.
 */
#ifndef MACHINE_PERSIST_H
#define MACHINE_PERSIST_H

struct persist;

struct persist *persist_take(void);
void persist_give(
    struct persist *persist); /* into a machine that has just been restored; frees it */

#endif
