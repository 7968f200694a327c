#include "kmdf/kind.h"

#include "kmdf/async.h"
#include "kmdf/device.h"
#include "kmdf/driver.h"
#include "kmdf/key.h"
#include "kmdf/memory.h"
#include "kmdf/queue.h"
#include "kmdf/request.h"
#include "kmdf/string.h"
#include "kmdf/target.h"

static const struct kind kinds[WDF_KINDS] = {
	[WDF_KIND_ANY] = { "WDFOBJECT", false, NULL, NULL, NULL },
	[WDF_KIND_DRIVER] = { "WDFDRIVER", true, NULL, NULL, wdf_driver_destroy },
	[WDF_KIND_DEVICE] = { "WDFDEVICE", true, NULL, wdf_device_disposed, wdf_device_destroy },
	[WDF_KIND_QUEUE] = { "WDFQUEUE", true, wdf_queue_dispose, NULL, NULL },
	[WDF_KIND_REQUEST] = { "WDFREQUEST", false, NULL, NULL, wdf_request_destroy },
	[WDF_KIND_FILE] = { "WDFFILEOBJECT", false, NULL, NULL, NULL },
	[WDF_KIND_WORK_ITEM] = { "WDFWORKITEM", true, wdf_work_item_dispose, NULL, NULL },
	[WDF_KIND_TIMER] = { "WDFTIMER", true, wdf_timer_dispose, NULL, NULL },
	[WDF_KIND_DPC] = { "WDFDPC", true, wdf_dpc_dispose, NULL, NULL },
	[WDF_KIND_SPIN_LOCK] = { "WDFSPINLOCK", false, NULL, NULL, NULL },
	[WDF_KIND_WAIT_LOCK] = { "WDFWAITLOCK", false, NULL, NULL, NULL },
	[WDF_KIND_MEMORY] = { "WDFMEMORY", false, NULL, NULL, wdf_memory_destroy },
	[WDF_KIND_LOOKASIDE] = { "WDFLOOKASIDE", false, NULL, NULL, NULL },
	[WDF_KIND_COLLECTION] = { "WDFCOLLECTION", false, wdf_collection_dispose, NULL, NULL },
	[WDF_KIND_STRING] = { "WDFSTRING", false, NULL, NULL, wdf_string_destroy },
	[WDF_KIND_KEY] = { "WDFKEY", true, NULL, NULL, wdf_key_destroy },
	[WDF_KIND_IO_TARGET] = { "WDFIOTARGET", true, wdf_target_dispose, NULL, NULL },
	[WDF_KIND_GENERAL] = { "WDFOBJECT", false, NULL, NULL, NULL },
};

const struct kind *
wdf_kind_of(enum wdf_kind kind)
{
	return &kinds[kind];
}

const char *
wdf_object_name(enum wdf_kind kind)
{
	return kinds[kind].name;
}
