/*
 * What NDIS passes on of the system: versions, times, processors, memory, and an NBL's information.
 */
#include "executive/pool.h"
#include "kernel/irql.h"
#include "ledger/finding.h"
#include "ndis/exports.h"
#include "ndis/memory.h"
#include "nt/ndis.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define NDIS_VERSION \
	(6u << 16 | 83) /* of Windows 10, 2004 and later  [ms-learn:overview-of-ndis-versions] */
#define LONGEST_SLEEP_US 30000000u

/* Windows: never more than 30 s, and never at DISPATCH_LEVEL.  [ddi:NdisMSleep] */
static void NTAPI
NdisMSleep(ULONG MicrosecondsToSleep)
{
	if (irql_now() >= DISPATCH_LEVEL)
		driver_is_wrong(RULE_R186, "NdisMSleep at IRQL %d", irql_now());
	if (MicrosecondsToSleep > LONGEST_SLEEP_US)
		finding(RULE_R186, "NdisMSleep for %u us, of %u that are allowed",
		    MicrosecondsToSleep, LONGEST_SLEEP_US);
	thread_park("delay", 0, clock_now_100ns() + MicrosecondsToSleep * UINT64_C(10));
}

static void NTAPI
NdisStallExecution(UINT MicrosecondsToStall)
{
	clock_jump(clock_now_100ns() + MicrosecondsToStall * UINT64_C(10));
}

static UINT NTAPI
NdisGetVersion(void)
{
	return NDIS_VERSION;
}

static void NTAPI
NdisGetCurrentSystemTime(LARGE_INTEGER *SystemTime)
{
	SystemTime->QuadPart = (LONGLONG)(CLOCK_BOOT_TIME + clock_now_100ns());
}

/* Windows: milliseconds since the machine was started.  [ddi:NdisGetSystemUpTimeEx] */
static void NTAPI
NdisGetSystemUpTimeEx(LARGE_INTEGER *SystemUpTime)
{
	SystemUpTime->QuadPart = (LONGLONG)(clock_now_100ns() / 10000);
}

static void NTAPI
NdisGetSystemUpTime(ULONG *SystemUpTime)
{
	*SystemUpTime = (ULONG)(clock_now_100ns() / 10000);
}

static ULONG NTAPI
NdisGroupActiveProcessorCount(USHORT Group)
{
	return Group == 0 || Group == 0xffff ? PROCESSORS : 0;
}

static ULONG NTAPI
NdisSystemActiveProcessorCount(KAFFINITY *ActiveProcessors)
{
	if (ActiveProcessors != NULL)
		*ActiveProcessors = (UINT64_C(1) << PROCESSORS) - 1;
	return PROCESSORS;
}

static CCHAR NTAPI
NdisSystemProcessorCount(void)
{
	return PROCESSORS;
}

/* Windows: the older form, which the newer replaces.  [ndis.h] */
static NDIS_STATUS NTAPI
NdisAllocateMemoryWithTag(PVOID *VirtualAddress, UINT Length, ULONG Tag)
{
	*VirtualAddress = pool_take(Length, Tag, NonPagedPoolNx);
	return *VirtualAddress != NULL ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}

/*
 * Windows: the information that belongs to the way it goes; what belongs to one
 *   list alone, as its cancel id, stays.  [ddi:NdisCopySendNetBufferListInfo]
 * Here: which slots these are no page tells; all are copied but the filter
 *   engine's own, which is the parent's.
 */
static void
information_copy(NET_BUFFER_LIST *to, const NET_BUFFER_LIST *from)
{
	for (unsigned i = 0; i < MaxNetBufferListInfo; i++) {
		if (i != WfpNetBufferListInfo)
			to->NetBufferListInfo[i] = from->NetBufferListInfo[i];
	}
}

static void NTAPI
NdisCopySendNetBufferListInfo(
    NET_BUFFER_LIST *DestNetBufferList, const NET_BUFFER_LIST *SrcNetBufferList)
{
	information_copy(DestNetBufferList, SrcNetBufferList);
}

static void NTAPI
NdisCopyReceiveNetBufferListInfo(
    NET_BUFFER_LIST *DestNetBufferList, const NET_BUFFER_LIST *SrcNetBufferList)
{
	information_copy(DestNetBufferList, SrcNetBufferList);
}

/* Windows: pages that the data touches, at most.  [ddi:NdisQueryNetBufferPhysicalCount] */
static ULONG NTAPI
NdisQueryNetBufferPhysicalCount(NET_BUFFER *NetBuffer)
{
	size_t skip = NetBuffer->CurrentMdlOffset, left = NetBuffer->DataLength, pages = 0;

	for (const MDL *mdl = NetBuffer->CurrentMdl; mdl != NULL && left > 0; mdl = mdl->Next) {
		size_t here = mdl->ByteCount > skip ? mdl->ByteCount - skip : 0;
		size_t first = (mdl->ByteOffset + skip) & (PAGE_SIZE - 1);

		if (here > left)
			here = left;
		pages += here > 0 ? (first + here + PAGE_SIZE - 1) >> PAGE_SHIFT : 0;
		left -= here;
		skip = 0;
	}
	return (ULONG)pages;
}

const struct contract ndis_system_exports[] = {
	EXPORT(NdisMSleep, 1, APC_LEVEL, REFUSAL_NONE, SCHEDULES, PAGE(ndis)),
	EXPORT(NdisStallExecution, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisGetVersion, 0, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisGetCurrentSystemTime, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisGetSystemUpTimeEx, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisGetSystemUpTime, 1, HIGH_LEVEL, REFUSAL_NONE, 0),
	EXPORT(NdisGroupActiveProcessorCount, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT_AS("NdisGroupMaxProcessorCount", NdisGroupActiveProcessorCount, 1, HIGH_LEVEL,
	    REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisSystemActiveProcessorCount, 1, HIGH_LEVEL, REFUSAL_NONE, 0, PAGE(ndis)),
	EXPORT(NdisSystemProcessorCount, 0, HIGH_LEVEL, REFUSAL_NONE, BYTE_RESULT, PAGE(ndis)),
	EXPORT(NdisAllocateMemoryWithTag, 3, DISPATCH_LEVEL, REFUSAL_STATUS, 0, .page = NULL,
	    ENTERS(POOL)),
	EXPORT_AS("NdisFreeMemoryWithTag", NdisFreeMemoryWithTag, 2, DISPATCH_LEVEL, REFUSAL_NONE,
	    NO_RESULT, PAGE(ndis), STRIKES(POOL)),
	EXPORT(NdisCopySendNetBufferListInfo, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi),
	    APPROXIMATES("copies all information but the filter engine's")),
	EXPORT(NdisCopyReceiveNetBufferListInfo, 2, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi),
	    APPROXIMATES("copies all information but the filter engine's")),
	EXPORT(NdisQueryNetBufferPhysicalCount, 1, DISPATCH_LEVEL, REFUSAL_NONE, 0, PAGE(nblapi)),
	EXPORTS_END,
};
