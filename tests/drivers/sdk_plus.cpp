/* C++ as kernel drivers have it: classes, templates, no exceptions, its own operator new. */
#include <ntifs.h>
#include <fwpsk.h>
#include <fwpmk.h>

void *operator new(size_t size, POOL_FLAGS flags, ULONG tag)
{
	return ExAllocatePool2(flags, size, tag);
}

void operator delete(void *block, size_t)
{
	ExFreePool(block);
}

template <typename T> struct Holder {
	T *held = nullptr;
	~Holder() { delete held; }
};

struct Counter {
	volatile LONG value;
	LONG next() { return InterlockedIncrement(&value); }
};

extern "C" NTSTATUS
DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	Holder<Counter> holder;

	driver->DriverUnload = [](PDRIVER_OBJECT) {};
	holder.held = new (POOL_FLAG_NON_PAGED, 'kdsC') Counter{};
	if (holder.held == nullptr)
		return STATUS_INSUFFICIENT_RESOURCES;
	return holder.held->next() == 1 ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}
