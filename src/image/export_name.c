#include "image/export_name.h"

#include <string.h>
#include <strings.h>

/* The first that is not in front of the name. */
static size_t
lower_bound(const char *name)
{
	size_t low = 0, high = export_name_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(export_names[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct export_name *
export_name_find(const char *module, const char *name)
{
	for (size_t i = lower_bound(name); i < export_name_count; i++) {
		const struct export_name *at = &export_names[i];

		if (strcmp(at->name, name) != 0)
			return NULL;
		if (module == NULL || strcasecmp(at->module, module) == 0)
			return at;
	}
	return NULL;
}
