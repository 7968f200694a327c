#include "net/path.h"

#include "ledger/journal.h"
#include "net/ale.h"
#include "net/inlet.h"
#include "net/resume.h"
#include "net/stream.h"
#include "net/walk.h"
#include "wfp/flow.h"

struct search {
	const struct flow *flow;
	struct connection *found;
};

static void
compare(void *context, struct connection *connection)
{
	struct search *search = context;

	if (connection->flow == search->flow)
		search->found = connection;
}

/* Windows: the connection is torn down, and its contexts are deleted.  [ddi:FwpsFlowAbort0] */
static void
abort_flow(struct flow *flow)
{
	struct search search = { .flow = flow };

	connection_each(compare, &search);
	if (search.found != NULL)
		ale_close(search.found);
}

void
net_start(void)
{
	host_start();
	walks_start();
	inlet_start();
	resume_start();
	streams_start();
	flow_aborts(abort_flow);
}

enum packet_verdict
path_send(const void *ip_packet, size_t length, struct packet_origin origin)
{
	struct scene *scene = walk_begin(ip_packet, length, true, origin);
	enum packet_verdict verdict = VERDICT_MALFORMED;

	if (scene != NULL)
		verdict = walk_end(scene, walk_out(scene, origin.program));
	walk_rest();
	return verdict;
}

enum packet_verdict
path_receive(const void *ip_packet, size_t length, struct packet_origin origin)
{
	struct scene *scene = walk_begin(ip_packet, length, false, origin);
	enum packet_verdict verdict = VERDICT_MALFORMED;

	if (scene != NULL)
		verdict = walk_end(scene, walk_in(scene, origin.program));
	walk_rest();
	return verdict;
}

enum packet_verdict
path_forward(const void *ip_packet, size_t length, struct packet_origin origin)
{
	struct scene *scene = walk_begin(ip_packet, length, false, origin);
	enum packet_verdict verdict = VERDICT_MALFORMED;

	if (scene != NULL)
		verdict = walk_end(scene, walk_forward(scene));
	walk_rest();
	return verdict;
}

struct packet_counts
path_counts(void)
{
	return *walk_counts();
}

void
path_outlet(
    void (*each)(void *context, enum path_event event, const void *ip_packet, size_t length),
    void *context)
{
	walk_outlet(each, context);
}

size_t
path_in_flight(void)
{
	return inlet_in_flight();
}
