/*
 * fltmgr.sys: minifilters, and the ports by which they would talk to programs.
 *
 * Windows: a minifilter is unloaded by its FilterUnloadCallback, in which it
 *   closes its ports and unregisters; the filter manager's own routine stands
 *   in DriverUnload and calls it.  [ddi:PFLT_FILTER_UNLOAD_CALLBACK]
 * Here: no file operation of a program's passes a filter, so none attaches to a
 *   volume; and no program connects to a port.
 */
#include "base/list.h"
#include "executive/driver.h"
#include "executive/name.h"
#include "executive/object.h"
#include "executive/pool.h"
#include "executive/string.h"
#include "host/arena.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "ledger/finding.h"
#include "nt/filter.h"
#include "storage/exports.h"

#include <string.h>

#define DESCRIPTOR_TAG 0x53746c46 /* "FltS" */

struct filter {
	struct link link;
	DRIVER_OBJECT *driver;
	uintptr_t unload_callback;
	PDRIVER_UNLOAD driver_unload; /* the driver's own, or NULL */
	bool started;
};

struct port {
	struct link link;
	struct filter *filter;
	size_t length;
	WCHAR name[NAME_LIMIT];
};

static MACHINE_STATE struct {
	struct link filters, ports;
} manager;

NTAPI NTSTATUS FltRegisterFilter(
    DRIVER_OBJECT *Driver, const FLT_REGISTRATION *Registration, PFLT_FILTER *RetFilter);
NTAPI void FltUnregisterFilter(PFLT_FILTER Filter);
NTAPI NTSTATUS FltStartFiltering(PFLT_FILTER Filter);
NTAPI NTSTATUS FltBuildDefaultSecurityDescriptor(
    PSECURITY_DESCRIPTOR *SecurityDescriptor, ACCESS_MASK DesiredAccess);
NTAPI void FltFreeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor);
NTAPI NTSTATUS FltCreateCommunicationPort(PFLT_FILTER Filter, PFLT_PORT *ServerPort,
    OBJECT_ATTRIBUTES *ObjectAttributes, PVOID ServerPortCookie, PVOID ConnectNotifyCallback,
    PVOID DisconnectNotifyCallback, PVOID MessageNotifyCallback, LONG MaxConnections);
NTAPI void FltCloseCommunicationPort(PFLT_PORT ServerPort);
NTAPI void FltCloseClientPort(PFLT_FILTER Filter, PFLT_PORT *ClientPort);
NTAPI NTSTATUS FltSendMessage(PFLT_FILTER Filter, PFLT_PORT *ClientPort, PVOID SenderBuffer,
    ULONG SenderBufferLength, PVOID ReplyBuffer, ULONG *ReplyLength, LARGE_INTEGER *Timeout);
static void NTAPI FltpUnload(DRIVER_OBJECT *DriverObject);

void
filter_manager_start(void)
{
	list_start(&manager.filters);
	list_start(&manager.ports);
}

static void __attribute__((noreturn)) is_wrong(const char *function, const void *what)
{
	driver_crashes(RULE_X1, moment_now().where, "0x50 PAGE_FAULT_IN_NONPAGED_AREA",
	    "%s of %p, which is none of the filter manager's", function, what);
}

static struct filter *
filter_of(PFLT_FILTER value, const char *function)
{
	LIST_EACH (at, &manager.filters) {
		struct filter *filter = LIST_ITEM(at, struct filter, link);

		if (filter == (void *)value)
			return filter;
	}
	is_wrong(function, value);
}

static struct port *
port_of(PFLT_PORT value, const char *function)
{
	LIST_EACH (at, &manager.ports) {
		struct port *port = LIST_ITEM(at, struct port, link);

		if (port == (void *)value)
			return port;
	}
	is_wrong(function, value);
}

NTSTATUS NTAPI
FltRegisterFilter(
    DRIVER_OBJECT *Driver, const FLT_REGISTRATION *Registration, PFLT_FILTER *RetFilter)
{
	struct filter *filter;

	object_expect(Driver, OBJECT_DRIVER, "FltRegisterFilter");
	if ((Registration->Version & 0xff00) != FLT_REGISTRATION_VERSION_MAJOR)
		return STATUS_INVALID_PARAMETER;
	filter = arena_take(sizeof *filter);
	filter->driver = Driver;
	filter->unload_callback = Registration->FilterUnloadCallback;
	filter->driver_unload = Driver->DriverUnload;
	if (filter->unload_callback != 0)
		Driver->DriverUnload = (PDRIVER_UNLOAD)gate_bind(&filter_manager_exports[0]);
	list_add(&manager.filters, &filter->link);
	ledger_enter(HOLDING_NOTIFY, (uintptr_t)filter, 0);
	*RetFilter = (void *)filter;
	return STATUS_SUCCESS;
}

/*
 * Windows: a stopped service is a mandatory unload: the callback's answer does
 *   not count.  [when-the-filterunloadcallback-routine-is-called]
 */
static void NTAPI
FltpUnload(DRIVER_OBJECT *DriverObject)
{
	PDRIVER_UNLOAD own = NULL;

	LIST_EACH_SAFE (at, &manager.filters) {
		struct filter *filter = LIST_ITEM(at, struct filter, link);

		if (filter->driver != DriverObject)
			continue;
		own = filter->driver_unload;
		DRIVER_CALL(ENTRY_OTHER, filter->unload_callback, FLTFL_FILTER_UNLOAD_MANDATORY);
		break;
	}
	if (own != NULL)
		DRIVER_CALL(ENTRY_DRIVER_UNLOAD, own, ARG(DriverObject));
}

void NTAPI
FltUnregisterFilter(PFLT_FILTER Filter)
{
	struct filter *filter = filter_of(Filter, "FltUnregisterFilter");

	ledger_strike(HOLDING_NOTIFY, (uintptr_t)filter);
	list_remove(&filter->link);
	if (object_is(filter->driver, OBJECT_DRIVER) && driver_of(filter->driver)->in_entry)
		filter->driver->DriverUnload = filter->driver_unload;
	arena_give(filter);
}

NTSTATUS NTAPI
FltStartFiltering(PFLT_FILTER Filter)
{
	struct filter *filter = filter_of(Filter, "FltStartFiltering");

	if (filter->started)
		return STATUS_INVALID_PARAMETER;
	filter->started = true;
	return STATUS_SUCCESS;
}

/* An absolute descriptor and its list: access for S-1-5-18 and S-1-5-32-544. */
struct descriptor {
	SECURITY_DESCRIPTOR head;
	ACL acl;
	struct {
		UCHAR type, flags;
		USHORT bytes;
		ACCESS_MASK mask;
		UCHAR revision, parts;
		UCHAR authority[6];
		ULONG part;
	} system;
	struct {
		UCHAR type, flags;
		USHORT bytes;
		ACCESS_MASK mask;
		UCHAR revision, parts;
		UCHAR authority[6];
		ULONG part[2];
	} administrators;
};

NTSTATUS NTAPI
FltBuildDefaultSecurityDescriptor(
    PSECURITY_DESCRIPTOR *SecurityDescriptor, ACCESS_MASK DesiredAccess)
{
	struct descriptor *descriptor = pool_take(sizeof *descriptor, DESCRIPTOR_TAG, PagedPool);

	if (descriptor == NULL)
		return STATUS_INSUFFICIENT_RESOURCES;
	*descriptor = (struct descriptor){
		.head = { .Revision = 1,
		    .Control = 0x0004 /* a DACL is present */,
		    .Dacl = &descriptor->acl },
		.acl = { .AclRevision = 2,
		    .AceCount = 2,
		    .AclSize = sizeof *descriptor - offsetof(struct descriptor, acl) },
		.system = { .bytes = sizeof descriptor->system,
		    .mask = DesiredAccess,
		    .revision = 1,
		    .parts = 1,
		    .authority = { [5] = 5 },
		    .part = 18 },
		.administrators = { .bytes = sizeof descriptor->administrators,
		    .mask = DesiredAccess,
		    .revision = 1,
		    .parts = 2,
		    .authority = { [5] = 5 },
		    .part = { 32, 544 } },
	};
	*SecurityDescriptor = (void *)descriptor;
	return STATUS_SUCCESS;
}

void NTAPI
FltFreeSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor)
{
	const struct pool_block *block = pool_at(SecurityDescriptor);

	if (block == NULL || !block->drivers || block->tag != DESCRIPTOR_TAG)
		is_wrong("FltFreeSecurityDescriptor", SecurityDescriptor);
	pool_give(SecurityDescriptor);
}

static bool
port_named(const UNICODE_STRING *name)
{
	LIST_EACH (at, &manager.ports) {
		const struct port *port = LIST_ITEM(at, struct port, link);

		if (port->length == name->Length / sizeof(WCHAR)
		    && string_same(port->name, name->Buffer, port->length, true))
			return true;
	}
	return false;
}

/* Windows: the handle must be the kernel's, and the name nobody else's.
 * [ddi:FltCreateCommunicationPort] */
NTSTATUS NTAPI
FltCreateCommunicationPort(PFLT_FILTER Filter, PFLT_PORT *ServerPort,
    OBJECT_ATTRIBUTES *ObjectAttributes, PVOID ServerPortCookie, PVOID ConnectNotifyCallback,
    PVOID DisconnectNotifyCallback, PVOID MessageNotifyCallback, LONG MaxConnections)
{
	struct filter *filter = filter_of(Filter, "FltCreateCommunicationPort");
	const UNICODE_STRING *name = ObjectAttributes->ObjectName;
	struct port *port;

	(void)ServerPortCookie, (void)ConnectNotifyCallback, (void)DisconnectNotifyCallback;
	(void)MessageNotifyCallback, (void)MaxConnections;
	if (!(ObjectAttributes->Attributes & OBJ_KERNEL_HANDLE) || name == NULL
	    || name->Length / sizeof(WCHAR) > NAME_LIMIT)
		return STATUS_INVALID_PARAMETER;
	if (port_named(name))
		return STATUS_OBJECT_NAME_COLLISION;
	port = arena_take(sizeof *port);
	port->filter = filter;
	port->length = name->Length / sizeof(WCHAR);
	memcpy(port->name, name->Buffer, name->Length);
	list_add(&manager.ports, &port->link);
	ledger_enter(HOLDING_NOTIFY, (uintptr_t)port, 0);
	*ServerPort = (void *)port;
	return STATUS_SUCCESS;
}

void NTAPI
FltCloseCommunicationPort(PFLT_PORT ServerPort)
{
	struct port *port = port_of(ServerPort, "FltCloseCommunicationPort");

	ledger_strike(HOLDING_NOTIFY, (uintptr_t)port);
	list_remove(&port->link);
	arena_give(port);
}

/* Here: no client ever connected, so the only port that a driver can have is NULL. */
void NTAPI
FltCloseClientPort(PFLT_FILTER Filter, PFLT_PORT *ClientPort)
{
	filter_of(Filter, "FltCloseClientPort");
	if (*ClientPort != NULL)
		is_wrong("FltCloseClientPort", *ClientPort);
}

NTSTATUS NTAPI
FltSendMessage(PFLT_FILTER Filter, PFLT_PORT *ClientPort, PVOID SenderBuffer,
    ULONG SenderBufferLength, PVOID ReplyBuffer, ULONG *ReplyLength, LARGE_INTEGER *Timeout)
{
	(void)SenderBuffer, (void)SenderBufferLength, (void)ReplyBuffer, (void)ReplyLength;
	(void)Timeout;
	filter_of(Filter, "FltSendMessage");
	if (*ClientPort != NULL)
		is_wrong("FltSendMessage", *ClientPort);
	return STATUS_PORT_DISCONNECTED;
}

/* The first is what FltRegisterFilter puts in DriverUnload; nobody imports it. */
const struct contract filter_manager_exports[] = {
	EXPORT(FltpUnload, 1, PASSIVE_LEVEL, REFUSAL_NONE, 0),
	EXPORT(FltRegisterFilter, 3, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fltkernel),
	    FAILS("STATUS_INVALID_PARAMETER"),
	    APPROXIMATES("asks for no Instances key in the registry"), ENTERS(NOTIFY)),
	EXPORT(FltUnregisterFilter, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel),
	    STRIKES(NOTIFY)),
	EXPORT(FltStartFiltering, 1, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fltkernel),
	    FAILS("STATUS_INVALID_PARAMETER"),
	    APPROXIMATES("attaches to no volume: no file operation passes it")),
	EXPORT(FltBuildDefaultSecurityDescriptor, 2, APC_LEVEL, REFUSAL_STATUS, 0, PAGE(fltkernel),
	    ENTERS(POOL), FAILS("STATUS_INSUFFICIENT_RESOURCES")),
	EXPORT(FltFreeSecurityDescriptor, 1, APC_LEVEL, REFUSAL_NONE, 0, PAGE(fltkernel),
	    STRIKES(POOL)),
	EXPORT(FltCreateCommunicationPort, 8, PASSIVE_LEVEL, REFUSAL_STATUS, SCHEDULES,
	    PAGE(fltkernel), FAILS("STATUS_INVALID_PARAMETER STATUS_OBJECT_NAME_COLLISION"),
	    APPROXIMATES("no program connects"), ENTERS(NOTIFY)),
	EXPORT(FltCloseCommunicationPort, 1, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES,
	    PAGE(fltkernel), STRIKES(NOTIFY)),
	EXPORT(FltCloseClientPort, 2, PASSIVE_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(fltkernel),
	    APPROXIMATES("no program connects")),
	EXPORT(FltSendMessage, 7, APC_LEVEL, REFUSAL_STATUS, SCHEDULES, PAGE(fltkernel),
	    FAILS("STATUS_PORT_DISCONNECTED"), APPROXIMATES("no program connects")),
	EXPORTS_END,
};
