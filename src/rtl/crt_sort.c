/*
 * qsort and bsearch.  The driver's comparison is entered as every callback is, so the order in
 * which it is asked about elements is part of the journal; it is a heap sort's, not Windows'.
 */
#include "kernel/enter.h"
#include "rtl/crt.h"
#include "rtl/exports.h"

#include <string.h>

#define APPROXIMATE_ORDER APPROXIMATES("equal elements may come in another order than Windows'")

/* An array in the driver's memory, and how it compares. */
struct array {
	char *base;
	size_t size;
	uintptr_t compare;
	void *context;
	bool has_context; /* qsort_s, bsearch_s: it is the comparison's first argument */
};

static int
array_compare(const struct array *array, const void *left, const void *right)
{
	if (array->has_context)
		return (int)DRIVER_CALL(
		    ENTRY_OTHER, array->compare, ARG(array->context), ARG(left), ARG(right));
	return (int)DRIVER_CALL(ENTRY_OTHER, array->compare, ARG(left), ARG(right));
}

static void
swap(char *left, char *right, size_t size)
{
	for (; size > 0; size--, left++, right++) {
		char byte = *left;

		*left = *right;
		*right = byte;
	}
}

static void
sift(const struct array *array, size_t root, size_t count)
{
	size_t child;

	for (; (child = 2 * root + 1) < count; root = child) {
		char *at = array->base + child * array->size;

		if (child + 1 < count && array_compare(array, at, at + array->size) < 0) {
			child++;
			at += array->size;
		}
		if (array_compare(array, array->base + root * array->size, at) >= 0)
			return;
		swap(array->base + root * array->size, at, array->size);
	}
}

static void
array_sort(const struct array *array, size_t count)
{
	for (size_t root = count / 2; root-- > 0;)
		sift(array, root, count);
	for (size_t last = count; last-- > 1;) {
		swap(array->base, array->base + last * array->size, array->size);
		sift(array, 0, last);
	}
}

static void *
array_search(const struct array *array, const void *key, size_t count)
{
	size_t low = 0;

	while (low < count) {
		size_t middle = low + (count - low) / 2;
		char *at = array->base + middle * array->size;
		int order = array_compare(array, key, at);

		if (order == 0)
			return at;
		if (order < 0)
			count = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static void NTAPI
sort(void *base, size_t count, size_t size, uintptr_t compare)
{
	array_sort(&(struct array){ .base = base, .size = size, .compare = compare }, count);
}

static void NTAPI
sort_s(void *base, size_t count, size_t size, uintptr_t compare, void *context)
{
	array_sort(&(struct array){ base, size, compare, context, true }, count);
}

static void *NTAPI
search(const void *key, const void *base, size_t count, size_t size, uintptr_t compare)
{
	return array_search(
	    &(struct array){ .base = (char *)base, .size = size, .compare = compare }, key, count);
}

static void *NTAPI
search_s(
    const void *key, const void *base, size_t count, size_t size, uintptr_t compare, void *context)
{
	return array_search(
	    &(struct array){ (char *)base, size, compare, context, true }, key, count);
}

const struct contract crt_sort_exports[] = {
	EXPORT_AS("qsort", sort, 4, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, APPROXIMATE_ORDER),
	EXPORT_AS("qsort_s", sort_s, 5, HIGH_LEVEL, REFUSAL_NONE, NO_RESULT, APPROXIMATE_ORDER),
	CRT("bsearch", search, 5),
	CRT("bsearch_s", search_s, 6),
	EXPORTS_END,
};
