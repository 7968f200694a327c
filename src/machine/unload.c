/*
 * Unload, in the order of Windows' I/O manager [ddi:ZwUnloadDriver; kernel/unload-routine-functionality]:
 *
 *	1. no unload function: refused, and the driver goes on working
 *	2. its devices are marked: no new opens
 *	3. open files or requests: held back until the last is gone
 *	4. DriverUnload, once, at PASSIVE_LEVEL in a system thread
 *	5. work items of its devices that are queued still run: they hold the image
 *	6. what the driver still holds is written down: that is what it left
 *	7. the image is closed
 *	8. what was under way arrives: timers, DPCs, work items, threads, completions,
 *	   a packet for each direction if a callout is still registered, and a program
 *	   that begins and ends if a notification is
 *
 * Step 8 needs the protection only when something is left that could
 * reach the image; in lives that are searched for their number it is saved
 * when nothing is.
 */
#include "machine/unload.h"

#include "bfe/exports.h"
#include "executive/callback.h"
#include "executive/driver.h"
#include "executive/ob_callback.h"
#include "executive/process.h"
#include "executive/string.h"
#include "executive/work.h"
#include "kernel/enter.h"
#include "kernel/gate.h"
#include "ledger/journal.h"
#include "machine/boot.h"
#include "machine/image.h"
#include "net/packet.h"
#include "sched/clock.h"
#include "sched/thread.h"
#include "wfp/callout.h"

#include <stdio.h>
#include <string.h>

#define LATE_100NS (UINT64_C(130) * 10000000) /* beyond the idle time of flows, 60 s */
#define LATE_PROCESS 9996                     /* the id of a program that begins after the unload */

static MACHINE_STATE struct {
	bool asked;
	bool judged;
	bool running;
	struct stop stop;
	uint64_t began_100ns;
	unsigned thread; /* the number of the one that runs the unload function */
} unload;

/* What was left, of the last life that was judged; the verdict copies it.  Of the process. */
static struct {
	size_t count;
	size_t from; /* where this unload's begin: a driver can be loaded again in a life */
	struct left list[LEFT_LIMIT];
} left;

/* Unregistering was tried, found flow contexts, and was given up. */
static void
busy_ignored(const struct holding *holding)
{
	const struct callout *callout = callout_by_id((uint32_t)holding->what);

	if (callout != NULL && callout->state == CALLOUT_DRAINING && callout->flow_contexts > 0)
		finding_at(RULE_R12, callout->busy,
		    "STATUS_DEVICE_BUSY was returned here for callout %u, which still has %u flow "
		    "context%s, and the driver went on",
		    callout->id, callout->flow_contexts, callout->flow_contexts == 1 ? "" : "s");
}

/* What an earlier load left was told then, and this one is not to blame. */
static void
left_add(void *context, const struct holding *holding)
{
	(void)context;
	if (holding->told)
		return;
	if (holding->kind == HOLDING_CALLOUT)
		busy_ignored(holding);
	for (size_t i = left.from; i < left.count; i++) {
		struct left *at = &left.list[i];

		if (at->kind == holding->kind && at->since.where == holding->since.where) {
			at->count++;
			at->bytes += holding->bytes;
			return;
		}
	}
	if (left.count < LEFT_LIMIT)
		left.list[left.count++] =
		    (struct left){ holding->kind, 1, holding->bytes, holding->since, holding->tag };
}

/* "2 injection handles", "1 pool block (64 bytes, tag 'abcd')" */
static void
left_text(const struct left *at, char *text, size_t size)
{
	const char *name = at->kind == HOLDING_POOL ? "pool block" : holding_name(at->kind);
	size_t used =
	    (size_t)snprintf(text, size, "%zu %s%s", at->count, name, at->count == 1 ? "" : "s");

	for (char *under = strchr(text, '_'); under != NULL; under = strchr(under, '_'))
		*under = ' ';
	if (at->bytes > 0 && at->tag != 0)
		snprintf(text + used, size - used, " (%zu bytes, tag '%.4s')", at->bytes,
		    (const char *)&at->tag);
	else if (at->bytes > 0)
		snprintf(text + used, size - used, " (%zu bytes)", at->bytes);
}

/* What the management half calls the objects of a group: "sublayers: Foo, Bar, …". */
struct naming {
	const struct left *group;
	size_t found;
	char text[160];
};

static void
name_policy(void *context, const struct bfe_left *object)
{
	struct naming *naming = context;
	char name[48];
	size_t used = strlen(naming->text);

	if (!ledger_taken_at(HOLDING_STATIC_OBJECT, object->what, naming->group->since.where)
	    || naming->found++ >= 3)
		return;
	string_narrow(name, sizeof name, object->name);
	snprintf(naming->text + used, sizeof naming->text - used, "%s%s '%s'",
	    naming->found == 1 ? ": " : ", ", object->kind, name);
	if (object->blocks)
		finding_at(RULE_R32, naming->group->since,
		    "the filter '%s' stays without its callout and blocks what it matches", name);
}

static void
left_finding(const struct left *at, enum rule rule, const char *when)
{
	struct naming naming = { .group = at };
	char text[96];

	left_text(at, text, sizeof text);
	if (at->kind == HOLDING_STATIC_OBJECT)
		bfe_each_left(name_policy, &naming);
	finding_at(rule, at->since, "%s: %s, taken here%s%s", when, text, naming.text,
	    naming.found > 3 ? ", …" : "");
}

static void
judge(const char *when, bool entry)
{
	size_t before = unload.judged ? left.count : 0;

	left.count = left.from = before;
	unload.judged = true;
	if (ledger_total() == 0)
		return;
	ledger_each(left_add, NULL);
	ledger_told();
	for (size_t i = before; i < left.count; i++)
		left_finding(
		    &left.list[i], entry ? RULE_R1 : holding_rule(left.list[i].kind), when);
}

void
unload_judge_entry(void)
{
	judge("DriverEntry failed and left", true);
	image_close(life_image(), true);
	life_driver_gone();
}

void
unload_facts(struct verdict *verdict)
{
	verdict->stopped = unload.asked;
	verdict->stop = unload.stop;
	verdict->left_count = unload.judged ? left.count : 0;
	memcpy(verdict->left, left.list, verdict->left_count * sizeof left.list[0]);
}

/* A packet each way, for callouts that are still registered. */
static void
late_packets(void *unused)
{
	static const char payload[] = "after unload";
	struct address here = address_v4(10, 0, 0, 2, 40001), there = address_v4(192, 0, 2, 9, 9);
	uint8_t bytes[128];
	size_t length;

	(void)unused;
	length = packet_udp(bytes, sizeof bytes, &here, &there, payload, sizeof payload);
	path_send(bytes, length, (struct packet_origin){ 0 });
	length = packet_udp(bytes, sizeof bytes, &there, &here, payload, sizeof payload);
	path_receive(bytes, length, (struct packet_origin){ 0 });
}

/* A program begins and ends, for routines that are still registered. */
static void
late_program(void *unused)
{
	PEPROCESS process = process_make("late.exe", LATE_PROCESS);
	struct ob_opening opening;
	NTSTATUS status;

	(void)unused;
	status = process_begin(process);
	program_thread_bind(process, NULL);
	if (NT_SUCCESS(status)) {
		process_runs(process);
		ob_opens(&opening, process, PROCESS_ALL_ACCESS, false);
		ob_opened(&opening, STATUS_SUCCESS);
	}
	process_exit(process, STATUS_SUCCESS);
	process_end(process);
}

static void
late_notification(void *unused)
{
	(void)unused;
	callback_notify_all();
}

static void
arrive_late(void)
{
	machine_settle(LATE_100NS);
	if (ledger_count(HOLDING_CALLBACK) > 0)
		machine_call(THREAD_SYSTEM, late_notification, NULL);
	if (ledger_count(HOLDING_NOTIFY) > 0)
		machine_call(THREAD_CLIENT, late_program, NULL);
	if (ledger_count(HOLDING_CALLOUT) > 0)
		machine_call(THREAD_NETWORK, late_packets, NULL);
	machine_settle(LATE_100NS);
}

static bool
work_is_done(void *unused)
{
	(void)unused;
	return !work_holds_driver();
}

/*
 * Windows: a queued work item holds its device, and so the image, until its routine
 *   has returned.  [kernel/system-worker-threads]
 */
static void
wait_for_work(void)
{
	if (!work_holds_driver())
		return;
	sched_limit(clock_now_100ns() + LATE_100NS);
	sched_run(work_is_done, NULL);
}

static bool
reachable(void)
{
	return ledger_total() > 0 || finding_count() > 0 || life_plan()->guard
	    || machine_options()->guard || path_in_flight() > 0;
}

static void
finish(void)
{
	bool pinned, late;

	wait_for_work();
	if (life_over())
		return;
	pinned = machine_options()->left_callout_pins && ledger_count(HOLDING_CALLOUT) > 0;
	late = reachable();
	unload.running = false;
	unload.stop.state = STOP_DONE;
	unload.stop.status = STATUS_SUCCESS;
	unload.stop.took_100ns = clock_now_100ns() - unload.began_100ns;
	judge("left at unload", false);
	driver_free(life_driver());
	life_driver_gone();
	if (!pinned)
		image_close(life_image(), late);
	if (late)
		arrive_late();
}

static void
run_unload(void *unused)
{
	(void)unused;
	unload.thread = thread_now()->number;
	DRIVER_CALL(
	    ENTRY_DRIVER_UNLOAD, life_driver()->object->DriverUnload, ARG(life_driver()->object));
}

struct waiter {
	const struct thread *thread;
};

/* Others of the driver's threads may wait too, and rightly. */
static void
find_waiter(void *context, struct thread *thread)
{
	struct waiter *waiter = context;

	if (thread->number == unload.thread && thread->waits_for != NULL)
		waiter->thread = thread;
}

static void
report_hang(void)
{
	struct waiter waiter = { NULL };
	const struct thread *thread;

	unload.stop.state = STOP_HANGS;
	unload.stop.status = STATUS_PENDING;
	unload.stop.took_100ns = clock_now_100ns() - unload.began_100ns;
	thread_each(find_waiter, &waiter);
	thread = waiter.thread;
	if (thread == NULL)
		finding(RULE_R30, "the unload function does not return");
	else
		finding_at(RULE_R30,
		    (struct moment){ journal_step(),
			thread->frame != NULL ? thread->frame->return_address : thread->inside },
		    "the unload function does not return: thread %u waits for %s at 0x%lx",
		    thread->number, thread->waits_for, (unsigned long)thread->waits_on);
}

static void
begin(void)
{
	unload.running = true;
	unload.began_100ns = clock_now_100ns();
	unload.stop.state = STOP_CRASHED;
	if (machine_call(THREAD_SYSTEM, run_unload, NULL))
		finish();
	else if (!life_over())
		report_hang();
}

static void (*asks_hook)(void);

void
unload_asks(void (*asks)(void))
{
	asks_hook = asks;
}

struct stop
machine_stop(void)
{
	struct driver *driver = life_driver();

	if (life_over() || driver == NULL)
		return (struct stop){ STOP_REFUSED, STATUS_OBJECT_NAME_NOT_FOUND, 0 };
	if (unload.running)
		return unload.stop;
	if (!unload.asked && asks_hook != NULL)
		asks_hook();
	unload.asked = true;
	if (driver->object->DriverUnload == NULL) {
		unload.stop = (struct stop){ STOP_REFUSED, STATUS_INVALID_DEVICE_REQUEST, 0 };
		finding_at(RULE_R3, (struct moment){ journal_step(), life_image()->entry },
		    "the driver has no unload function: it can't be unloaded");
		return unload.stop;
	}
	driver_stop_requested(driver);
	unload.stop = (struct stop){ STOP_HELD_BACK, STATUS_PENDING, 0 };
	unload_continue();
	return unload.stop;
}

void
unload_continue(void)
{
	if (!unload.asked || unload.running || unload.stop.state != STOP_HELD_BACK
	    || life_driver() == NULL || driver_busy(life_driver()))
		return;
	begin();
}

struct stop
machine_stop_state(void)
{
	return unload.stop;
}
