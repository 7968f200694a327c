/*
 * Object callbacks: routines that are asked before a handle to a process or
 * thread is made, and told afterwards.
 */
#ifndef EXECUTIVE_OB_CALLBACK_H
#define EXECUTIVE_OB_CALLBACK_H

#include "executive/object.h"
#include "nt/ps.h"

#define OB_CALLED 32 /* operations asked about one handle */

struct ob_registration;

/* One handle that is being made; on the stack of who makes it. */
struct ob_opening {
	void *object;
	ACCESS_MASK access; /* what is left of it */
	bool kernel;
	unsigned count;
	struct {
		struct ob_registration *registration;
		const OB_OPERATION_REGISTRATION *operation;
		void *context;
	} called[OB_CALLED];
};

void ob_callback_start(void);

/* Asks: `access` shrinks.  A kernel handle's access is left as it is. */
void ob_opens(struct ob_opening *opening, void *object, ACCESS_MASK access, bool kernel);
/* Tells, in the opposite order. */
void ob_opened(struct ob_opening *opening, NTSTATUS status);

extern const struct contract ob_callback_exports[];

#endif
