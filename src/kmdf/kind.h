/*
 * What differs between the kinds of objects when they go.
 *
 * `dispose` is the kind's own rundown, before the EvtCleanup callbacks;
 * `disposed` what it does right behind them; `destroy` gives back what the
 * object holds, after the EvtDestroy callbacks.
 */
#ifndef KMDF_KIND_H
#define KMDF_KIND_H

#include "kmdf/object.h"

struct kind {
	const char *name;
	bool passive; /* `dispose` needs PASSIVE_LEVEL: it waits */
	void (*dispose)(struct wdf_object *object);
	void (*disposed)(struct wdf_object *object);
	void (*destroy)(struct wdf_object *object);
};

const struct kind *wdf_kind_of(enum wdf_kind kind);

#endif
