#include "kernel/processor.h"

#include "host/arena.h"
#include "nt/ke.h"
#include "sched/clock.h"
#include "sched/thread.h"

#define SHARED_DATA (ARENA_SHARED + 0xc0000)
#define TICK_100NS 156250
#define TICK_MULTIPLIER 0x0fa00000 /* 15.625 ms in 8.24 fixed point */

static MACHINE_STATE uint32_t build = 19045;

void
processors_build(uint32_t number)
{
	build = number;
}

void
processors_start(void)
{
	for (unsigned i = 0; i < PROCESSORS; i++) {
		KPCR *pcr = (KPCR *)(ARENA_SHARED + i * PCR_STRIDE);

		*pcr = (KPCR){
			.Self = pcr, .CurrentPrcb = &pcr->Prcb, .MajorVersion = 1, .MinorVersion = 1
		};
		pcr->Prcb.LegacyNumber = (UCHAR)i;
		pcr->Prcb.Number = i;
		pcr->Prcb.MxCsr = 0x1f80;
	}
}

struct extent
processors_extent(void)
{
	return (
	    struct extent){ (void *)ARENA_SHARED, (PROCESSORS - 1) * PCR_STRIDE + sizeof(KPCR) };
}

static void
write_time(volatile KSYSTEM_TIME *time, uint64_t value)
{
	time->High2Time = (LONG)(value >> 32);
	time->LowPart = (ULONG)value;
	time->High1Time = (LONG)(value >> 32);
}

uint64_t
shared_data_page(void)
{
	KUSER_SHARED_DATA *data = (KUSER_SHARED_DATA *)SHARED_DATA;
	uint64_t now = clock_now_100ns();

	write_time(&data->InterruptTime, now);
	write_time(&data->SystemTime, CLOCK_BOOT_TIME + now);
	write_time(&data->TickCount, now / TICK_100NS);
	data->TickCountMultiplier = TICK_MULTIPLIER;
	data->NtMajorVersion = 10;
	data->NtMinorVersion = 0;
	data->NtBuildNumber = build;
	data->QpcFrequency = 10000000;
	return SHARED_DATA;
}
