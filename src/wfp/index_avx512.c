/* Sixteen tables at once. */
#include "wfp/index_walk.h"

#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,bmi")))

static bool
runs(void)
{
	return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
	    && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
	    && __builtin_cpu_supports("bmi");
}

AVX512 static inline __m512i
row(const struct row *row)
{
	return _mm512_load_si512(row->of);
}

AVX512 static inline __m512i
hash_some(const struct tables *tables, const uint32_t *words, unsigned count)
{
	__m512i sum = _mm512_setzero_si512();

	for (unsigned at = 0; at < count; at++) {
		__m512i word = _mm512_set1_epi32((int)words[at]);
		__m512i factor = _mm512_set1_epi32((int)hash_factors[at]);

		word = _mm512_and_si512(word, row(&tables->masks[at]));
		sum = _mm512_add_epi32(sum, _mm512_mullo_epi32(word, factor));
	}
	sum = _mm512_xor_si512(sum, _mm512_srli_epi32(sum, HASH_STIR_SHIFT));
	return _mm512_mullo_epi32(sum, _mm512_set1_epi32((int)HASH_STIR));
}

/* The two tag bits of each hash, in the lowest eight. */
AVX512 static inline __m512i
tags_of(__m512i hash, __m512i shift)
{
	const __m512i one = _mm512_set1_epi32(1 << TABLE_TAGS);
	const __m512i seven = _mm512_set1_epi32(7);

	hash = _mm512_srlv_epi32(hash, _mm512_sub_epi32(shift, _mm512_set1_epi32(6)));
	return _mm512_or_si512(_mm512_sllv_epi32(one, _mm512_and_si512(hash, seven)),
	    _mm512_sllv_epi32(one, _mm512_and_si512(_mm512_srli_epi32(hash, 3), seven)));
}

AVX512 static inline void
probe_some(const struct tables *tables, struct probe *probe, unsigned count)
{
	__m512i hash = hash_some(tables, &probe->words[FORM_PAD], count);
	__m512i shift = row(&tables->shift);
	__m512i at = _mm512_add_epi32(_mm512_srlv_epi32(hash, shift), row(&tables->first));
	__m512i slots = _mm512_i32gather_epi32(at, (const void *)ARENA_SYSTEM, 4);
	__m512i tags = tags_of(hash, shift);
	__m512i entries = _mm512_and_si512(slots, _mm512_set1_epi32((int)TABLE_ENTRY));

	probe->hits = _mm512_cmpeq_epi32_mask(_mm512_and_si512(slots, tags), tags);
	_mm512_storeu_si512(
	    probe->chains, _mm512_maskz_compress_epi32((__mmask16)probe->hits, entries));
}

AVX512 static void
probe_narrow(const struct tables *tables, struct probe *probe)
{
	probe_some(tables, probe, FORM_NARROW);
}

AVX512 static void
probe_wide(const struct tables *tables, struct probe *probe)
{
	probe_some(tables, probe, tables->form.words);
}

AVX512 static inline bool
inside_narrow(const void *words, const struct entry *entry, const struct entry_rest *rest)
{
	const unsigned all = ((1u << FORM_NARROW) - 1) << FORM_PAD;
	__m256i above = _mm256_sub_epi32(
	    _mm256_loadu_si256((const void *)words), _mm256_load_si256((const void *)entry));

	return (_mm256_cmple_epu32_mask(above, _mm256_load_si256((const void *)rest)) & all) == all;
}

AVX512 static inline bool
inside_wide(const void *words, const struct entry *entry, const struct entry_rest *rest)
{
	const unsigned all = ((1u << FORM_WIDE) - 1) << FORM_PAD;
	__m512i above = _mm512_sub_epi32(*(const __m512i *)words, _mm512_load_si512(entry));

	return (_mm512_cmple_epu32_mask(above, _mm512_load_si512(rest)) & all) == all;
}

AVX512 static inline uint32_t
lanes(const uint32_t *words, const struct open_row *block, uint32_t count)
{
	__mmask16 met = 0xFFFF;

	for (uint32_t at = 0; at < count; at++) {
		__m512i above = _mm512_sub_epi32(
		    _mm512_set1_epi32((int)words[at]), _mm512_load_si512(block[at].of));

		met = _mm512_mask_cmple_epu32_mask(
		    met, above, _mm512_load_si512(block[count + at].of));
	}
	return met;
}

static const struct walk_kind narrow = { inside_narrow, lanes, false };
static const struct walk_kind wide = { inside_wide, lanes, true };

AVX512 static inline __m256i
words_narrow(const uint32_t *words)
{
	words += FORM_PAD;
	return _mm256_setr_epi32(
	    0, 0, 0, (int)words[0], (int)words[1], (int)words[2], (int)words[3], (int)words[4]);
}

AVX512 static inline __m512i
words_wide(const uint32_t *words)
{
	words += FORM_PAD;
	return _mm512_setr_epi32(0, 0, 0, (int)words[0], (int)words[1], (int)words[2],
	    (int)words[3], (int)words[4], (int)words[5], (int)words[6], (int)words[7],
	    (int)words[8], (int)words[9], (int)words[10], (int)words[11], (int)words[12]);
}

AVX512 static void
walk_narrow(const struct index *index, struct search *search, const struct probe *probe)
{
	__m256i words = words_narrow(probe->words);

	walk(index, search, probe, &words, narrow);
}

AVX512 static void
walk_wide(const struct index *index, struct search *search, const struct probe *probe)
{
	__m512i words = words_wide(probe->words);

	walk(index, search, probe, &words, wide);
}

AVX512 static void
search_narrow(const struct index *index, struct search *search, struct probe *probe)
{
	__m256i words = words_narrow(probe->words);

	probe_some(index->tables, probe, FORM_NARROW);
	walk(index, search, probe, &words, narrow);
}

AVX512 static void
search_wide(const struct index *index, struct search *search, struct probe *probe)
{
	__m512i words = words_wide(probe->words);

	probe_some(index->tables, probe, index->tables->form.words);
	walk(index, search, probe, &words, wide);
}

const struct search_kind search_avx512 = {
	.name = "AVX-512",
	.runs = runs,
	.probe = { probe_narrow, probe_wide },
	.walk = { walk_narrow, walk_wide },
	.search = { search_narrow, search_wide },
};
