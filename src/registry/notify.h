/*
 * Registry callbacks: who is told of an operation, before it and after it.
 *
 *	REG_SET_VALUE_KEY_INFORMATION information = { .Object = object, … };
 *	struct notice notice = NOTICE(SetValueKey, information);
 *
 *	if (notice_before(&notice, &status))
 *		status = set(…);
 *	return notice_after(&notice, object, status);
 *
 * While nobody is registered both do nothing.
 */
#ifndef REGISTRY_NOTIFY_H
#define REGISTRY_NOTIFY_H

#include "nt/registry_notify.h"

#include <stdbool.h>

#define CALLBACKS_TOLD 8 /* of one operation */

struct notice {
	REG_NOTIFY_CLASS before, after;
	void *information;
	void **contexts; /* its CallContext, which the object's context follows */
	void *object;
	void *held; /* the object, while callbacks may close its handle */
	unsigned told;
	struct {
		int64_t cookie;
		void *call_context;
	} whom[CALLBACKS_TOLD];
};

#define NOTICE(what, given) \
	{ \
		.before = RegNtPre##what, .after = RegNtPost##what, .information = &(given), \
		.contexts = &(given).CallContext, .object = (given).Object \
	}

void notify_start(void);
bool notify_registered(void); /* is anybody? */

/* False: a callback stopped the operation, and `status` is what its caller gets. */
bool notice_before(struct notice *notice, NTSTATUS *status);
/* The operation's status, as the callbacks leave it. */
NTSTATUS notice_after(struct notice *notice, void *object, NTSTATUS status);

/* The key object goes: who gave it a context is told. */
void notify_object_gone(void *object);

#endif
