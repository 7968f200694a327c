/*
 * The unload contract, as the I/O manager keeps it; see machine/life.h for what others call.
 */
#ifndef MACHINE_UNLOAD_H
#define MACHINE_UNLOAD_H

#include "machine/verdict.h"

struct image;
struct driver;

/* The driver that is loaded now, for machine/unload.c. */
struct image *life_image(void);
struct driver *life_driver(void);
void life_driver_gone(void); /* the image is closed, the driver object is no more */

/* What this life knows for a verdict: load and stop, and what is left. */
void life_facts(struct verdict *verdict);
void unload_facts(struct verdict *verdict);

/* A failed DriverEntry is judged as an unload is: by what is still held [R1]. */
void unload_judge_entry(void);

/* The process's, for as long as it lasts: `asks` is called when a driver is asked to unload. */
void unload_asks(void (*asks)(void));

/* If the stop was held back and nothing holds it any more, it goes on. */
void unload_continue(void);

#endif
