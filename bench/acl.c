#include "acl.h"

#include "measure.h"

#include <rte_acl.h>
#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_malloc.h>

#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

enum field {
	FIELD_PROTOCOL,
	FIELD_SOURCE,
	FIELD_DESTINATION,
	FIELD_SOURCE_PORT,
	FIELD_DESTINATION_PORT,
	FIELDS,
};

/* The first field is one byte, the others are read four bytes at a time.  [rte_acl.h] */
static const struct rte_acl_field_def fields[FIELDS] = {
	{ RTE_ACL_FIELD_TYPE_BITMASK, 1, FIELD_PROTOCOL, 0, 0 },
	{ RTE_ACL_FIELD_TYPE_MASK, 4, FIELD_SOURCE, 1, 1 },
	{ RTE_ACL_FIELD_TYPE_MASK, 4, FIELD_DESTINATION, 2, 5 },
	{ RTE_ACL_FIELD_TYPE_RANGE, 2, FIELD_SOURCE_PORT, 3, 9 },
	{ RTE_ACL_FIELD_TYPE_RANGE, 2, FIELD_DESTINATION_PORT, 3, 11 },
};

RTE_ACL_RULE_DEF(acl_rule, FIELDS);

struct acl {
	struct rte_acl_ctx *context;
	unsigned categories;
	double build_seconds;
	size_t bytes;
};

static const struct {
	enum rte_acl_classify_alg algorithm;
	const char *name;
} algorithms[] = {
	{ RTE_ACL_CLASSIFY_AVX512X32, "AVX512X32" },
	{ RTE_ACL_CLASSIFY_AVX512X16, "AVX512X16" },
	{ RTE_ACL_CLASSIFY_AVX2, "AVX2" },
	{ RTE_ACL_CLASSIFY_SSE, "SSE" },
	{ RTE_ACL_CLASSIFY_SCALAR, "scalar" },
};

bool
acl_start(void)
{
	char *arguments[] = { "bench", "--no-huge", "--no-pci", "--no-telemetry", "--no-shconf",
		"--no-hpet", "--log-level=1", "--force-max-simd-bitwidth=512", "-m", "6144", "-l",
		"0", NULL };
	cpu_set_t allowed;
	int started;

	sched_getaffinity(0, sizeof allowed, &allowed);
	started = rte_eal_init((int)(sizeof arguments / sizeof arguments[0]) - 1, arguments);
	sched_setaffinity(0, sizeof allowed, &allowed); /* it bound us to one processor */
	return started >= 0;
}

static size_t
bytes_taken(void)
{
	struct rte_malloc_socket_stats stats;

	return rte_malloc_get_socket_stats(0, &stats) == 0 ? stats.heap_allocsz_bytes : 0;
}

static struct acl_rule
written(const struct rules *rules, uint32_t at, unsigned categories)
{
	const struct tuple *rule = &rules->rule[at];
	struct acl_rule to = {
		.data = { .category_mask = 1u << at % categories,
		    .priority = (int32_t)(rules->count - at),
		    .userdata = at + 1 },
	};

	to.field[FIELD_PROTOCOL].value.u8 = rule->protocol;
	to.field[FIELD_PROTOCOL].mask_range.u8 = rule->any_protocol ? 0 : 0xff;
	to.field[FIELD_SOURCE].value.u32 = rule->source.address;
	to.field[FIELD_SOURCE].mask_range.u32 = rule->source.bits;
	to.field[FIELD_DESTINATION].value.u32 = rule->destination.address;
	to.field[FIELD_DESTINATION].mask_range.u32 = rule->destination.bits;
	to.field[FIELD_SOURCE_PORT].value.u16 = rule->source_ports.low;
	to.field[FIELD_SOURCE_PORT].mask_range.u16 = rule->source_ports.high;
	to.field[FIELD_DESTINATION_PORT].value.u16 = rule->destination_ports.low;
	to.field[FIELD_DESTINATION_PORT].mask_range.u16 = rule->destination_ports.high;
	return to;
}

static bool
add_rules(struct acl *acl, const struct rules *rules)
{
	struct acl_rule *list = calloc(rules->count, sizeof *list);
	int added;

	for (uint32_t at = 0; at < rules->count; at++)
		list[at] = written(rules, at, acl->categories);
	added = rte_acl_add_rules(
	    acl->context, (const struct rte_acl_rule *)(const void *)list, rules->count);
	free(list);
	return added == 0;
}

struct acl *
acl_build(const struct rules *rules, unsigned categories)
{
	static unsigned number;
	struct acl *acl = calloc(1, sizeof *acl);
	struct rte_acl_config config = { .num_categories = categories, .num_fields = FIELDS };
	char name[RTE_ACL_NAMESIZE];
	struct rte_acl_param parameters = {
		.name = name,
		.socket_id = -1, /* any */
		.rule_size = RTE_ACL_RULE_SZ(FIELDS),
		.max_rule_num = rules->count,
	};
	size_t bytes;
	double before;
	int built = -1;

	snprintf(name, sizeof name, "acl%u", number++);
	memcpy(config.defs, fields, sizeof fields);
	acl->categories = categories;
	acl->context = rte_acl_create(&parameters);
	if (acl->context != NULL && add_rules(acl, rules)) {
		bytes = bytes_taken();
		before = seconds_now();
		built = rte_acl_build(acl->context, &config);
		acl->build_seconds = seconds_now() - before;
		acl->bytes = bytes_taken() - bytes;
	}
	if (built == 0)
		return acl;
	fprintf(stderr, "classify: librte_acl does not build %u rules, %u categories: %d\n",
	    rules->count, categories, built);
	acl_free(acl);
	return NULL;
}

void
acl_free(struct acl *acl)
{
	if (acl == NULL)
		return;
	rte_acl_free(acl->context);
	free(acl);
}

double
acl_build_seconds(const struct acl *acl)
{
	return acl->build_seconds;
}

size_t
acl_bytes(const struct acl *acl)
{
	return acl->bytes;
}

static double
try(const struct acl *acl, const struct trace *trace, unsigned count)
{
	const uint8_t *packets[ACL_BURST];
	uint32_t answers[ACL_BURST * ACL_CATEGORIES];
	uint32_t limit = trace->count < 50000 ? trace->count : 50000;
	double before = seconds_now();

	for (uint32_t at = 0; at + count <= limit; at += count) {
		for (unsigned i = 0; i < count; i++)
			packets[i] = trace_packet(trace, at + i);
		acl_classify(acl, packets, count, answers);
	}
	return seconds_now() - before;
}

const char *
acl_tune(struct acl *acl, const struct trace *trace, unsigned count)
{
	size_t best = sizeof algorithms / sizeof algorithms[0] - 1;
	double best_seconds = 1e9;

	for (size_t at = 0; at < sizeof algorithms / sizeof algorithms[0]; at++) {
		double seconds = 1e9;

		if (rte_acl_set_ctx_classify(acl->context, algorithms[at].algorithm) != 0)
			continue;
		for (unsigned turn = 0; turn < 3; turn++) {
			double now = try(acl, trace, count);

			seconds = now < seconds ? now : seconds;
		}
		if (seconds < best_seconds) {
			best_seconds = seconds;
			best = at;
		}
	}
	rte_acl_set_ctx_classify(acl->context, algorithms[best].algorithm);
	return algorithms[best].name;
}

void
acl_classify(const struct acl *acl, const uint8_t **packets, unsigned count, uint32_t *answers)
{
	rte_acl_classify(acl->context, packets, answers, count, acl->categories);
}
