/*
 * What Windows' modules are known to export, made at build time from data/exports.tsv.
 *
 * It tells what Drydock lacks from what there is not.
 */
#ifndef IMAGE_EXPORT_NAME_H
#define IMAGE_EXPORT_NAME_H

#include <stdbool.h>
#include <stddef.h>

struct export_name {
	const char *name;
	const char *module;
	bool data; /* a variable */
};

extern const struct export_name export_names[]; /* by name in strcmp's order */
extern const size_t export_name_count;

/* `module` NULL: of whichever.  NULL: none is known to export it. */
const struct export_name *export_name_find(const char *module, const char *name);

#endif
