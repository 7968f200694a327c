/*
 * Lives of WinDivert64.sys per second, from a snapshot, all checks on.
 *
 * A life: the state after DriverEntry is restored, a program opens the device,
 * initialises the handle, starts a filter, one packet is classified, the
 * handle is closed, the driver is unloaded and judged.
 *
 *	lives.windivert		one core, in this process; peer: fork, load the
 *				same driver from its file, live the same life, exit
 *	lives.windivert.seeds	each life under another seed; what closing began is done before
 *				the unload, for else some seeds show a race of the driver's
 *				(scenarios/windivert_stop.lua)
 *	lives.windivert.idle	without the open handle: load state, unload, verdict
 *	snapshot.restore	peer: fork and wait
 *	path.send.classified	one packet through OUTBOUND_IPPACKET with the
 *				driver's callout; peer: the same with no filter at the layer
 *
 *	classify.callout	one question at OUTBOUND_IPPACKET_V4 that the driver's callout is asked
 *				(it looks at the packet and lets it go on), the layer's values filled in; peer: the same question
 *				at a layer without filters
 *
 * usage: bench_lives WinDivert64.sys
 */
#include "ledger/finding.h"
#include "ledger/journal.h"
#include "machine/boot.h"
#include "machine/file.h"
#include "machine/life.h"
#include "machine/snapshot.h"
#include "machine/verdict.h"
#include "measure.h"
#include "ndis/packet.h"
#include "net/packet.h"
#include "net/path.h"
#include "nt/status.h"
#include "sched/choice.h"
#include "sched/thread.h"
#include "traffic/client.h"
#include "wfp/classify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* CTL_CODE(FILE_DEVICE_NETWORK, 0x921 …, METHOD_*_DIRECT, …) of the driver's interface. */
#define INITIALIZE 0x12e486
#define STARTUP 0x12e489
#define MAGIC_DLL UINT64_C(0x4c4c447669645724)
/* Run-time layer ids.  [fwpsk.h, FWPS_BUILTIN_LAYERS] */
#define FWPS_LAYER_OUTBOUND_IPPACKET_V4 4
#define FWPS_LAYER_OUTBOUND_TRANSPORT_V4 16
#define FLAGS_ALL_IPV4 0x70 /* inbound, outbound, IPv4 */

struct version {
	uint64_t magic;
	uint32_t major, minor, bits, reserved[3];
	uint64_t more[4];
};

struct start {
	uint32_t layer, priority;
	uint64_t flags;
};

/* One test of a filter program: field ZERO equals 0, then reject: nothing matches. */
struct filter_test {
	uint32_t field_test_success, failure_negative, argument[4];
};

static const struct driver_file *file;
static const char *path;
static uint8_t packet[128];
static size_t packet_length;
static struct verdict verdict;

static void
die(const char *what)
{
	fprintf(stderr, "bench_lives: %s %s\n", what, life_reason());
	for (size_t i = 0; i < finding_count(); i++) {
		char place[96];

		verdict_place(finding_get(i)->at.where, place, sizeof place);
		fprintf(stderr, "  %s at %s\n", finding_get(i)->text, place);
	}
	exit(1);
}

static void
send_one(void *unused)
{
	(void)unused;
	path_send(packet, packet_length, (struct packet_origin){ 0 });
}

static unsigned
open_and_start(struct client *client)
{
	uint64_t in = client_memory(sizeof(struct start)),
		 out = client_memory(sizeof(struct version));
	uint64_t program = client_memory(sizeof(struct filter_test));
	unsigned handle = 0;

	if (client_open(client, "\\\\.\\WinDivert", &handle) != STATUS_SUCCESS)
		die("open");
	*(struct start *)in = (struct start){ 0, 30000, 0 };
	*(struct version *)out =
	    (struct version){ .magic = MAGIC_DLL, .major = 2, .minor = 2, .bits = 64 };
	if (operation_status(client_ioctl(
		client, handle, INITIALIZE, in, sizeof(struct start), out, sizeof(struct version)))
	    != STATUS_SUCCESS)
		die("INITIALIZE");
	*(uint64_t *)in = FLAGS_ALL_IPV4;
	*(struct filter_test *)program = (struct filter_test){ 0x7fffu << 16, 0x7fff, { 0 } };
	if (operation_status(client_ioctl(client, handle, STARTUP, in, sizeof(struct start),
		program, sizeof(struct filter_test)))
	    != STATUS_SUCCESS)
		die("STARTUP");
	return handle;
}

static struct client *
program(void)
{
	NTSTATUS status;

	return client_make("bench.exe", 1000, &status);
}

static void
live(uint64_t seed)
{
	struct life_plan plan = { .seed = seed, .refused_call = REFUSE_NONE };
	struct client *client;
	unsigned handle;

	life_begin(&plan);
	machine_load();
	client = program();
	handle = open_and_start(client);
	machine_call(THREAD_NETWORK, send_one, NULL);
	client_close(client, handle);
	if (seed != 0)
		machine_settle(0);
	if (machine_stop().state != STOP_DONE)
		die("unload");
	life_verdict(&verdict);
	if (verdict.kind != VERDICT_PASS)
		die("verdict");
}

static void
live_many(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++)
		live(0);
}

static void
live_seeds(uint64_t times)
{
	static uint64_t seed;

	for (uint64_t i = 0; i < times; i++)
		live(++seed);
}

static void
live_idle(uint64_t times)
{
	struct life_plan plan = { .refused_call = REFUSE_NONE };

	for (uint64_t i = 0; i < times; i++) {
		life_begin(&plan);
		machine_load();
		machine_stop();
		life_verdict(&verdict);
	}
}

static void
boot(void)
{
	struct machine_options options = { 0 };
	struct pe_error error;
	const char *why;

	if (!machine_start(&options, &why))
		die(why);
	client_start();
	file = driver_file_read(path, &error);
	if (file == NULL || !machine_map(file, &error))
		die(error.text);
}

/* The peer: a process a life, as a harness without snapshots does it. */
static void
fork_many(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++) {
		int status;
		pid_t child = fork();

		if (child == 0) {
			boot();
			live(0);
			_exit(0);
		}
		waitpid(child, &status, 0);
		if (status != 0)
			die("the peer failed");
	}
}

static struct snapshot *snapshot;

static void
restore_many(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++)
		snapshot_restore(snapshot);
}

static void
fork_wait(uint64_t times)
{
	for (uint64_t i = 0; i < times; i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(0);
		waitpid(child, NULL, 0);
	}
}

static uint64_t to_send;

static void
send_body(void *unused)
{
	(void)unused;
	for (uint64_t i = 0; i < to_send; i++) {
		journal_clear();
		path_send(packet, packet_length, (struct packet_origin){ 0 });
	}
}

static uint16_t asked_layer;

static void
ask_body(void *unused)
{
	NET_BUFFER_LIST *list = packet_take(packet, packet_length, 0);

	(void)unused;
	for (uint64_t i = 0; i < to_send; i++) {
		struct classify *classify = classify_take(asked_layer);

		for (unsigned field = 0; field < classify->value_count; field++) {
			classify->values[field].value.type = FWP_UINT32;
			classify->values[field].value.uint32 = field;
		}
		classify->layer_data = list;
		journal_clear();
		classify_run(classify);
		classify_give(classify);
	}
	packet_give(list);
}

static void
ask_at(uint16_t layer, uint64_t times)
{
	struct life_plan plan = { .refused_call = REFUSE_NONE };

	life_begin(&plan);
	machine_load();
	open_and_start(program());
	to_send = times;
	asked_layer = layer;
	machine_call(THREAD_NETWORK, ask_body, NULL);
}

static void
ask_callout(uint64_t times)
{
	ask_at(FWPS_LAYER_OUTBOUND_IPPACKET_V4, times);
}

static void
ask_nobody(uint64_t times)
{
	ask_at(FWPS_LAYER_OUTBOUND_TRANSPORT_V4, times);
}

static void
send_with(bool started, uint64_t times)
{
	struct life_plan plan = { .refused_call = REFUSE_NONE };

	life_begin(&plan);
	machine_load();
	if (started)
		open_and_start(program());
	to_send = times;
	machine_call(THREAD_NETWORK, send_body, NULL);
}

static void
send_classified(uint64_t times)
{
	send_with(true, times);
}

static void
send_plain(uint64_t times)
{
	send_with(false, times);
}

int
main(int count, char **arguments)
{
	struct contestant forked = { "fork+load", fork_many, 20 };
	struct contestant fork_only = { "fork+wait", fork_wait, 50 };
	struct contestant nobody = { "no filter at the layer", ask_nobody, 50000 };
	struct contestant plain = { "no filter", send_plain, 20000 };
	struct address from = address_v4(10, 0, 0, 2, 40000), to = address_v4(192, 0, 2, 7, 80);

	if (count != 2) {
		fputs("usage: bench_lives WinDivert64.sys\n", stderr);
		return 2;
	}
	path = arguments[1];
	packet_length = packet_udp(packet, sizeof packet, &from, &to, "0123456789", 10);
	forked.run(2); /* before this process boots: the arena is not inherited */
	struct measured first = { 0, 0 };
	double before = seconds_now();
	fork_many(forked.at_once);
	first.peers = (seconds_now() - before) / (double)forked.at_once;
	boot();
	live_many(100);
	struct measured lives = measure((struct contestant){ "", live_many, 5000 }, fork_only, 21);
	lives.peers = first.peers;
	row_rate("lives.windivert", "lives/s", forked, lives);
	lives = measure((struct contestant){ "", live_seeds, 5000 }, fork_only, 21);
	lives.peers = first.peers;
	row_rate("lives.windivert.seeds", "lives/s", forked, lives);
	lives = measure((struct contestant){ "", live_idle, 5000 }, fork_only, 21);
	lives.peers = first.peers;
	row_rate("lives.windivert.idle", "lives/s", forked, lives);
	live(0);
	snapshot = snapshot_take();
	row_cost_ns("snapshot.restore", fork_only,
	    measure((struct contestant){ "", restore_many, 10000 }, fork_only, 11));
	row_cost_ns("classify.callout", nobody,
	    measure((struct contestant){ "", ask_callout, 50000 }, nobody, 11));
	row_cost_ns("path.send.classified", plain,
	    measure((struct contestant){ "", send_classified, 20000 }, plain, 11));
	return 0;
}
