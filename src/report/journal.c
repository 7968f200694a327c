#include "report/journal.h"

#include "kernel/enter.h"
#include "kernel/gate.h"
#include "ledger/holding.h"
#include "ledger/rule.h"
#include "machine/verdict.h"
#include "net/path.h"
#include "wfp/layer.h"

static unsigned long
number(uint64_t value)
{
	return (unsigned long)value;
}

static const char *
row_name(uint64_t row)
{
	const struct contract *contract = gate_row(row & 0xffffffff);

	return contract != NULL ? contract->name : "?";
}

static const char *
packet_word(uint64_t event)
{
	static const char *const words[] = {
		[PACKET_EVENT_OUT] = "goes out, bytes",
		[PACKET_EVENT_IN] = "comes in, bytes",
		[PACKET_EVENT_FORWARD] = "is to be forwarded, bytes",
		[PACKET_EVENT_INJECTED] = "was injected, injection",
		[PACKET_EVENT_SENT] = "sent",
		[PACKET_EVENT_DELIVERED] = "delivered",
		[PACKET_EVENT_FORWARDED] = "forwarded",
		[PACKET_EVENT_BLOCKED] = "blocked by filter",
		[PACKET_EVENT_ABSORBED] = "absorbed",
		[PACKET_EVENT_MALFORMED] = "malformed, fault",
		[PACKET_EVENT_CLOSED] = "meets a closed port",
	};

	if (event < sizeof words / sizeof words[0] && words[event] != NULL)
		return words[event];
	return "?";
}

static void
add_place(struct text *out, uint64_t address)
{
	char place[160];

	verdict_place(address, place, sizeof place);
	text_add(out, "%s", place);
}

static void
add_call(const struct event *event, struct text *out)
{
	text_add(out, "call     %s(0x%lx, ...) at IRQL %lu from ", row_name(event->a),
	    number(event->c), number(event->a >> 32));
	add_place(out, event->b);
}

static void
add_enter(const struct event *event, struct text *out)
{
	text_add(out, "enter    %s ",
	    event->a < ENTRY_KINDS ? entry_name((enum entry_kind)event->a) : "?");
	add_place(out, event->b);
	text_add(out, "(0x%lx, ...)", number(event->c));
}

static const char *
kind_name(uint64_t kind)
{
	return kind < HOLDING_KINDS ? holding_name((enum holding_kind)kind) : "?";
}

static void
add_event(const struct event *event, struct text *out)
{
	switch ((enum event_kind)event->kind) {
	case EVENT_CALL:
		add_call(event, out);
		return;
	case EVENT_RETURN:
		text_add(out, "return   %s = 0x%lx", row_name(event->a), number(event->b));
		return;
	case EVENT_ENTER:
		add_enter(event, out);
		return;
	case EVENT_LEAVE:
		text_add(out, "leave    %s = 0x%lx",
		    event->a < ENTRY_KINDS ? entry_name((enum entry_kind)event->a) : "?",
		    number(event->b));
		return;
	case EVENT_RUN:
		text_add(out, "run      thread %lu on processor %lu", number(event->a),
		    number(event->b));
		return;
	case EVENT_REFUSE:
		text_add(
		    out, "refuse   %s, refusable call %lu", row_name(event->a), number(event->b));
		return;
	case EVENT_TAKE:
		text_add(out, "take     %s 0x%lx, %lu bytes", kind_name(event->a), number(event->b),
		    number(event->c));
		return;
	case EVENT_GIVE:
		text_add(out, "give     %s 0x%lx", kind_name(event->a), number(event->b));
		return;
	case EVENT_FINDING:
		text_add(out, "finding  %s at ",
		    event->a < RULES ? rule_row((enum rule)event->a)->id : "?");
		add_place(out, event->b);
		return;
	case EVENT_PACKET:
		text_add(out, "packet   %lu %s %lu", number(event->b), packet_word(event->a),
		    number(event->c));
		return;
	case EVENT_CLASSIFY:
		text_add(out, "classify %s, filter %lu: action 0x%lx", layer_name(event->a),
		    number(event->b), number(event->c));
		return;
	case EVENT_TIME:
		text_add(out, "time     %lu.%04lu ms", number(event->b / 10000),
		    number(event->b % 10000));
		return;
	case EVENT_CLIENT:
		text_add(out, "client   event %lu, 0x%lx: 0x%08lx", number(event->a),
		    number(event->b), number(event->c));
		return;
	case EVENT_LIFE:
		text_add(out, "life     event %lu, 0x%lx, 0x%lx", number(event->a),
		    number(event->b), number(event->c));
		return;
	case EVENT_RAISE:
		text_add(out, "raise    0x%lx at ", number(event->a));
		add_place(out, event->b);
		return;
	case EVENT_UNWIND:
		text_add(out, "unwind   to ");
		add_place(out, event->b);
		return;
	}
	text_add(out, "event    %u", event->kind);
}

void
journal_line(const struct event *event, struct text *out)
{
	text_add(out, "%6u  t%-3u ", event->step, event->thread);
	add_event(event, out);
	text_add(out, "\n");
}
