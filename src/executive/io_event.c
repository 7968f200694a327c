/*
 * An event goes with its last handle and reference, and its name with it.
 */
#include "executive/io_event.h"

#include "base/list.h"
#include "executive/name.h"
#include "executive/object.h"
#include "executive/string.h"
#include "host/arena.h"
#include "kernel/wait.h"

#include <string.h>

/* What the driver sees comes first. */
struct named_event {
	KEVENT event;
	struct link link;
	size_t length; /* characters */
	WCHAR name[];
};

static MACHINE_STATE struct link events;

NTAPI PKEVENT IoCreateNotificationEvent(UNICODE_STRING *EventName, PHANDLE EventHandle);
NTAPI PKEVENT IoCreateSynchronizationEvent(UNICODE_STRING *EventName, PHANDLE EventHandle);

void
io_event_start(void)
{
	list_start(&events);
}

static void
event_gone(void *object)
{
	list_remove(&((struct named_event *)object)->link);
}

static struct named_event *
event_find(const WCHAR *name, size_t length)
{
	LIST_EACH (at, &events) {
		struct named_event *event = LIST_ITEM(at, struct named_event, link);

		if (event->length == length && string_same(event->name, name, length, true))
			return event;
	}
	return NULL;
}

static struct named_event *
event_make(EVENT_TYPE type, const WCHAR *name, size_t length)
{
	struct named_event *event =
	    object_make(OBJECT_EVENT, sizeof *event + length * sizeof *name, event_gone);

	event_start(&event->event, type, true);
	event->length = length;
	memcpy(event->name, name, length * sizeof *name);
	list_add(&events, &event->link);
	return event;
}

/*
 * Windows: signaled when it is made; one that exists is opened as it is; the handle
 *   is the kernel's, and keeps the event.  [ddi:IoCreateNotificationEvent]
 * Here: a name that is no device's must be in \BaseNamedObjects, and no client opens it.
 */
static PKEVENT
create(EVENT_TYPE type, const UNICODE_STRING *name, PHANDLE handle)
{
	size_t length = name->Length / sizeof(WCHAR);
	struct named_event *event;

	*handle = NULL;
	if (!name_valid(name))
		return NULL;
	event = event_find(name->Buffer, length);
	if (event != NULL) {
		*handle = handle_make(event, true);
		return &event->event;
	}
	event = event_make(type, name->Buffer, length);
	*handle = handle_make(event, true);
	object_dereference(event); /* the handle keeps it */
	return &event->event;
}

PKEVENT NTAPI
IoCreateNotificationEvent(UNICODE_STRING *EventName, PHANDLE EventHandle)
{
	return create(NotificationEvent, EventName, EventHandle);
}

PKEVENT NTAPI
IoCreateSynchronizationEvent(UNICODE_STRING *EventName, PHANDLE EventHandle)
{
	return create(SynchronizationEvent, EventName, EventHandle);
}

const struct contract io_event_exports[] = {
	EXPORT(IoCreateNotificationEvent, 2, PASSIVE_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm),
	    ENTERS(HANDLE)),
	EXPORT(IoCreateSynchronizationEvent, 2, PASSIVE_LEVEL, REFUSAL_NULL, SCHEDULES, PAGE(wdm),
	    ENTERS(HANDLE)),
	EXPORTS_END,
};
