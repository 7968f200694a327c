/*
 * Notifications of images that are mapped into a process: its program, ntdll
 * and what it loads later.
 */
#ifndef EXECUTIVE_IMAGE_NOTIFY_H
#define EXECUTIVE_IMAGE_NOTIFY_H

#include "executive/process.h"

#include <stdbool.h>

void image_notify_start(void);
bool image_notify_watched(void);

/* On a thread of the process. */
void image_notify_program(PEPROCESS process);
void image_notify_load(PEPROCESS process, const char *path);

/* Where the program's own image lies. */
uint64_t image_notify_base(PEPROCESS process);

extern const struct contract image_notify_exports[];

#endif
