#include "rules.h"

#include "flavour.h"

#include <stdlib.h>
#include <string.h>

FILE *
rules_open(const char *name, const char *suffix)
{
	const char *shared = getenv("DRYDOCK_SHARED");
	char path[512], command[600];
	FILE *there;

	snprintf(path, sizeof path, "%s/data/rules/%s%s.xz", shared == NULL ? "../shared" : shared,
	    name, suffix);
	there = strchr(path, '\'') == NULL ? fopen(path, "r") : NULL;
	if (there == NULL)
		return NULL;
	fclose(there);
	snprintf(command, sizeof command, "exec xz -dc '%s'", path);
	return popen(command, "r");
}

static bool
parse(const char *line, struct tuple *rule)
{
	unsigned source[5], destination[5], low[2], high[2], protocol, mask;

	if (sscanf(line, "@%u.%u.%u.%u/%u %u.%u.%u.%u/%u %u : %u %u : %u %x/%x", &source[0],
		&source[1], &source[2], &source[3], &source[4], &destination[0], &destination[1],
		&destination[2], &destination[3], &destination[4], &low[0], &high[0], &low[1],
		&high[1], &protocol, &mask)
	    != 16)
		return false;
	*rule = (struct tuple){
		.source = { source[0] << 24 | source[1] << 16 | source[2] << 8 | source[3],
		    (uint8_t)source[4] },
		.destination = { destination[0] << 24 | destination[1] << 16 | destination[2] << 8
			| destination[3],
		    (uint8_t)destination[4] },
		.source_ports = { (uint16_t)low[0], (uint16_t)high[0] },
		.destination_ports = { (uint16_t)low[1], (uint16_t)high[1] },
		.protocol = (uint8_t)(protocol & mask),
		.any_protocol = mask == 0,
	};
	rule->source.address &= prefix_mask(rule->source);
	rule->destination.address &= prefix_mask(rule->destination);
	return true;
}

static bool
read_file(const char *name, struct rules *rules)
{
	FILE *file = rules_open(name, "");
	char line[256];

	if (file == NULL)
		return false;
	while (fgets(line, sizeof line, file) != NULL) {
		struct tuple rule;

		if (!parse(line, &rule))
			continue;
		if ((rules->count & (rules->count - 1)) == 0) /* room ends at powers of two */
			rules->rule =
			    realloc(rules->rule, (rules->count * 2 + 1) * sizeof *rules->rule);
		rules->rule[rules->count++] = rule;
	}
	return pclose(file) == 0 && rules->count > 0;
}

struct rules
rules_read(const char *name)
{
	struct rules rules = { 0 };
	const char *number = strchr(name, '_');

	if (read_file(name, &rules))
		return rules;
	rules_free(&rules);
	rules.made = true;
	rules.count = number == NULL ? 1000 : (uint32_t)atoi(number + 1);
	rules.rule = calloc(rules.count, sizeof *rules.rule);
	flavour_make(name, &rules);
	return rules;
}

void
rules_free(struct rules *rules)
{
	free(rules->rule);
	*rules = (struct rules){ 0 };
}
