#include "cli/policy.h"

#include "cli/say.h"
#include "ledger/finding.h"
#include "machine/boot.h"
#include "machine/life.h"
#include "sched/thread.h"

#include <string.h>

static struct import *import;

static void
log_remark(void *context, const char *line)
{
	(void)context;
	say_log(line, strlen(line));
}

static void
install_body(void *unused)
{
	(void)unused;
	import_install(import, log_remark, NULL);
}

bool
policy_install(const char *name, const char *bytes, size_t length, struct xml_error *error)
{
	static const struct xml start = { .line = 1, .column = 1 };

	import = import_read(name, bytes, length, error);
	if (import == NULL)
		return false;
	if (machine_call(THREAD_SYSTEM, install_body, NULL))
		return true;
	xml_complain(error, name, &start, "the machine can't take this policy: %s",
	    life_over() ? life_reason() : "it hangs");
	return false;
}

const struct import *
policy_import(void)
{
	return import;
}

static uint32_t
left_out(void)
{
	const struct import_count *count = import_count(import);
	uint32_t sum = 0;

	for (int kind = 0; kind < IMPORT_KINDS; kind++)
		sum += count->left_out[kind];
	return sum;
}

bool
policy_complete(void)
{
	return left_out() == 0;
}

static uint32_t
children(const struct xml *list)
{
	return list == NULL ? 0 : list->children;
}

/* The layers that hold anything. */
static void
add_layers(struct text *out)
{
	const struct xml *layers = import_section(import, "layers");
	const struct xml *item = layers == NULL ? NULL : layers->first;

	if (item != NULL)
		text_add(out, "\n%-50s %8s %8s\n", "layer", "callouts", "filters");
	for (; item != NULL; item = item->next) {
		const struct xml *key = xml_child(xml_child(item, "layer"), "layerKey");
		uint32_t callouts = children(xml_child(item, "callouts"));
		uint32_t filters = children(xml_child(item, "filters"));

		if (key != NULL && key->text != NULL && callouts + filters > 0)
			text_add(out, "%-50.50s %8u %8u\n", key->text, callouts, filters);
	}
}

void
policy_summary(struct text *out)
{
	const struct import_count *count = import_count(import);
	const uint32_t *read = count->read;

	text_add(out,
	    "%u layers, %u providers, %u provider contexts, %u sublayers, %u callouts, "
	    "%u filters with %u conditions\n",
	    read[IMPORT_LAYERS], read[IMPORT_PROVIDERS], read[IMPORT_CONTEXTS],
	    read[IMPORT_SUBLAYERS], read[IMPORT_CALLOUTS], read[IMPORT_FILTERS], count->conditions);
	text_add(out, "the machine is %s\n", target_name(machine_options()->target));
	add_layers(out);
	text_add(out, "\neffective weights: %u of %u are as Drydock would assign them\n",
	    count->weights, read[IMPORT_FILTERS] - count->without);
	text_add(out, "left out: %u objects, and %u elements that mean nothing here\n", left_out(),
	    count->unknown);
}
