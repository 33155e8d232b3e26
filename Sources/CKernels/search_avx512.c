#include "search_bytes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>

#define WIDE __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))
#define FOLD(low, high, a, b) _mm512_add_epi32(low(a, b), high(a, b))
#define FOLD_LANES(a, b) _mm512_add_epi32(_mm512_shuffle_i32x4(a, b, 0x88), _mm512_shuffle_i32x4(a, b, 0xDD))

enum { ROWS = 16 };

/* Of sixteen vectors the sum of the numbers of each. */
static inline __attribute__((always_inline)) WIDE __m512i sums(__m512i *v) {
    for (int i = 0; i < 8; i++) v[i] = FOLD(_mm512_unpacklo_epi32, _mm512_unpackhi_epi32, v[2 * i], v[2 * i + 1]);
    for (int i = 0; i < 4; i++) v[i] = FOLD(_mm512_unpacklo_epi64, _mm512_unpackhi_epi64, v[2 * i], v[2 * i + 1]);
    return FOLD_LANES(FOLD_LANES(v[0], v[1]), FOLD_LANES(v[2], v[3]));
}

/* Sixteen rows a turn: products of pairs, summed across all sixteen at once. What stands 64 rows on is asked for early. */
WIDE size_t clip_byte_cosines_by_avx512(const int8_t *rows, size_t n, const int16_t *query, float scale, float *cosines,
                                        float *greatest) {
    const __m512i low = _mm512_loadu_si512(query), high = _mm512_loadu_si512(query + 32);
    __m512 most = _mm512_set1_ps(-INFINITY);
    size_t whole = n - n % ROWS;
    for (size_t i = 0; i < whole; i += ROWS) {
        __m512i products[ROWS], squares[ROWS];
#pragma clang loop unroll(full)
        for (size_t r = 0; r < ROWS; r++) {
            const int8_t *row = rows + (i + r) * CLIP_BYTES_A_ROW;
            _mm_prefetch((const char *)row + 64 * CLIP_BYTES_A_ROW, _MM_HINT_T0);
            __m512i x = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)row));
            __m512i y = _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(row + 32)));
            products[r] = _mm512_add_epi32(_mm512_madd_epi16(x, low), _mm512_madd_epi16(y, high));
            squares[r] = _mm512_add_epi32(_mm512_madd_epi16(x, x), _mm512_madd_epi16(y, y));
        }
        __m512 product = _mm512_mul_ps(_mm512_cvtepi32_ps(sums(products)), _mm512_set1_ps(scale));
        __m512 square = _mm512_cvtepi32_ps(sums(squares));
        __mmask16 present = _mm512_cmp_ps_mask(square, _mm512_setzero_ps(), _CMP_GT_OQ);
        __m512 cosine = _mm512_maskz_div_ps(present, product, _mm512_sqrt_ps(square));
        _mm512_storeu_ps(cosines + i, cosine);
        most = _mm512_max_ps(most, cosine);
    }
    *greatest = _mm512_reduce_max_ps(most);
    return whole;
}
#endif
