/* Eight tables at once, twice. */
#include "wfp/index_walk.h"

#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi")))
#define LANES 8

static bool
runs(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

AVX2 static inline __m256i
row(const struct row *row, unsigned half)
{
	return _mm256_load_si256((const void *)&row->of[half * LANES]);
}

AVX2 static inline __m256i
hash_some(const struct tables *tables, const uint32_t *words, unsigned count, unsigned half)
{
	__m256i sum = _mm256_setzero_si256();

	for (unsigned at = 0; at < count; at++) {
		__m256i word = _mm256_set1_epi32((int)words[at]);
		__m256i factor = _mm256_set1_epi32((int)hash_factors[at]);

		word = _mm256_and_si256(word, row(&tables->masks[at], half));
		sum = _mm256_add_epi32(sum, _mm256_mullo_epi32(word, factor));
	}
	sum = _mm256_xor_si256(sum, _mm256_srli_epi32(sum, HASH_STIR_SHIFT));
	return _mm256_mullo_epi32(sum, _mm256_set1_epi32((int)HASH_STIR));
}

AVX2 static inline __m256i
tags_of(__m256i hash, __m256i shift)
{
	const __m256i one = _mm256_set1_epi32(1 << TABLE_TAGS);
	const __m256i seven = _mm256_set1_epi32(7);

	hash = _mm256_srlv_epi32(hash, _mm256_sub_epi32(shift, _mm256_set1_epi32(6)));
	return _mm256_or_si256(_mm256_sllv_epi32(one, _mm256_and_si256(hash, seven)),
	    _mm256_sllv_epi32(one, _mm256_and_si256(_mm256_srli_epi32(hash, 3), seven)));
}

AVX2 static inline uint32_t
probe_half(const struct tables *tables, const struct probe *probe, uint32_t *entries,
    unsigned count, unsigned half)
{
	__m256i hash = hash_some(tables, &probe->words[FORM_PAD], count, half);
	__m256i shift = row(&tables->shift, half);
	__m256i at = _mm256_add_epi32(_mm256_srlv_epi32(hash, shift), row(&tables->first, half));
	__m256i slots = _mm256_i32gather_epi32((const int *)ARENA_SYSTEM, at, 4);
	__m256i tags = tags_of(hash, shift);
	__m256i met = _mm256_cmpeq_epi32(_mm256_and_si256(slots, tags), tags);

	_mm256_storeu_si256((void *)&entries[half * LANES],
	    _mm256_and_si256(slots, _mm256_set1_epi32((int)TABLE_ENTRY)));
	return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(met)) << (half * LANES);
}

AVX2 static inline void
probe_some(const struct tables *tables, struct probe *probe, unsigned count)
{
	uint32_t entries[PLAN_TABLES];
	uint32_t *chain = probe->chains;

	probe->hits = probe_half(tables, probe, entries, count, 0);
	probe->hits |= probe_half(tables, probe, entries, count, 1);
	for (uint32_t hits = probe->hits; hits != 0; hits &= hits - 1)
		*chain++ = entries[__builtin_ctz(hits)];
}

AVX2 static void
probe_narrow(const struct tables *tables, struct probe *probe)
{
	probe_some(tables, probe, FORM_NARROW);
}

AVX2 static void
probe_wide(const struct tables *tables, struct probe *probe)
{
	probe_some(tables, probe, tables->form.words);
}

/* The lanes of eight words that lie inside. */
AVX2 static inline uint32_t
inside_half(const uint32_t *words, const void *entry, const void *rest)
{
	__m256i span = _mm256_load_si256(rest);
	__m256i above =
	    _mm256_sub_epi32(_mm256_loadu_si256((const void *)words), _mm256_load_si256(entry));
	__m256i met = _mm256_cmpeq_epi32(_mm256_max_epu32(above, span), span);

	return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(met));
}

AVX2 static inline bool
inside_narrow(const void *words, const struct entry *entry, const struct entry_rest *rest)
{
	const uint32_t all = ((1u << FORM_NARROW) - 1) << FORM_PAD;

	return (inside_half(words, entry, rest) & all) == all;
}

AVX2 static inline bool
inside_wide(const void *words, const struct entry *entry, const struct entry_rest *rest)
{
	const uint32_t all = ((1u << FORM_WIDE) - 1) << FORM_PAD;
	uint32_t met = inside_half(words, entry, rest);

	met |= inside_half((const uint32_t *)words + LANES, (const char *)entry + 32,
		   (const char *)rest + 32)
	    << LANES;
	return (met & all) == all;
}

AVX2 static inline uint32_t
lanes(const uint32_t *words, const struct open_row *block, uint32_t count)
{
	uint32_t met = 0;

	for (unsigned half = 0; half < 2; half++) {
		__m256i all = _mm256_set1_epi32(-1);

		for (uint32_t at = 0; at < count; at++) {
			__m256i above = _mm256_sub_epi32(
			    _mm256_set1_epi32((int)words[at]), row((const void *)&block[at], half));
			__m256i span = row((const void *)&block[count + at], half);

			above = _mm256_cmpeq_epi32(_mm256_max_epu32(above, span), span);
			all = _mm256_and_si256(all, above);
		}
		met |= (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(all)) << (half * LANES);
	}
	return met;
}

static const struct walk_kind narrow = { inside_narrow, lanes, false };
static const struct walk_kind wide = { inside_wide, lanes, true };

AVX2 static void
walk_narrow(const struct index *index, struct search *search, const struct probe *probe)
{
	walk(index, search, probe, probe->words, narrow);
}

AVX2 static void
walk_wide(const struct index *index, struct search *search, const struct probe *probe)
{
	walk(index, search, probe, probe->words, wide);
}

AVX2 static void
search_narrow(const struct index *index, struct search *search, struct probe *probe)
{
	probe_some(index->tables, probe, FORM_NARROW);
	walk(index, search, probe, probe->words, narrow);
}

AVX2 static void
search_wide(const struct index *index, struct search *search, struct probe *probe)
{
	probe_some(index->tables, probe, index->tables->form.words);
	walk(index, search, probe, probe->words, wide);
}

const struct search_kind search_avx2 = {
	.name = "AVX2",
	.runs = runs,
	.probe = { probe_narrow, probe_wide },
	.walk = { walk_narrow, walk_wide },
	.search = { search_narrow, search_wide },
};
