/*
 * A walk up the driver's frames, from a fault or from a call, across what of ours stands between.
 *
 * The stack of a thread holds segments, the driver's and ours by turns.  The driver's are walked by
 * their tables.  Ours are never walked.  Where one of ours called the driver as a part of
 * dispatching, a filter, a handler, it left a seam that tells where the walk goes on; where it
 * called an entry point (driver_call alone), the walk ends: an exception does not pass there.
 *
 *	for (walk_from_call(&walk); walk_look(&walk) == WALK_FRAME; walk_up(&walk))
 */
#ifndef EXCEPTION_WALK_H
#define EXCEPTION_WALK_H

#include "host/fault.h"
#include "image/unwind.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "nt/exception.h"

#include <stdbool.h>
#include <stdint.h>

/* What the thread knew while a segment of the driver's ran. */
struct segment {
	unsigned depth;
	struct gate_frame *frame; /* the driver's call, further out, that led there */
	uintptr_t inside;
};

struct walk {
	struct unwind_registers now; /* in the frame that is looked at */
	struct segment segment;
	struct seam *seam;  /* the next one up */
	uint64_t nested_to; /* frames up to this one are handling an exception already */
	uint32_t scope;     /* where their handler goes on: DISPATCHER_CONTEXT.ScopeIndex */
	bool collided;      /* the frame is one that another unwind was about to leave */
	/* What walk_look found of it. */
	struct unwind_image image;
	struct unwind_frame frame;
	struct unwind_registers caller;
};

/* On the stack of whoever calls a handler or a filter. */
struct seam {
	struct seam *outer;                /* by seam_call: the thread's next */
	unsigned depth;                    /* by seam_call: of the driver code that was called */
	const struct unwind_registers *at; /* where the walk goes on */
	struct segment segment;
	struct seam *beyond;
	uint64_t nested_to;                   /* a search: the frame whose handler is called */
	const DISPATCHER_CONTEXT *dispatcher; /* an unwind: how far its handler has come */
};

enum walk_end {
	WALK_FRAME,  /* there is a frame */
	WALK_ENDS,   /* the driver was entered here */
	WALK_BROKEN, /* the stack or the tables are not to be believed */
};

/* The image that holds an address; given by the floor that loads them. */
typedef bool image_finder(uint64_t address, struct unwind_image *image);
void walk_finds(image_finder *finder);
bool walk_image(uint64_t address, struct unwind_image *image);
bool walk_read(void *context, uint64_t address, void *out, size_t n); /* an unwind_read */

/* The running thread's innermost call to us; its frame is ours no more once the walk begins. */
void walk_from_call(struct walk *walk);
void walk_from_fault(struct walk *walk, const struct fault_registers *fault);
enum walk_end walk_look(struct walk *walk);
void walk_up(struct walk *walk);
/* At WALK_ENDS: on to the driver's call that led to this entry.  False: there is none. */
bool walk_leave_entry(struct walk *walk);

/* Whatever ran below the walk's frame is left: the thread is what it was there. */
void walk_settle(const struct walk *walk);

uint64_t seam_call(
    struct seam *seam, enum entry_kind kind, uintptr_t function, const uint64_t arguments[4]);

#endif
