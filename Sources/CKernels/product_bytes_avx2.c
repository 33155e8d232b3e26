#include "bytes.h"
#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,fma")))

/* The first `columns` of eight floats go to memory, added to what is there where `adding`. */
INLINE AVX2 void put(float *to, __m256 value, size_t columns, int adding) {
    static const int32_t stored[16] = {-1, -1, -1, -1, -1, -1, -1, -1};
    if (columns >= 8) {
        if (adding) value = _mm256_add_ps(value, _mm256_loadu_ps(to));
        _mm256_storeu_ps(to, value);
    } else {
        __m256i mask = _mm256_loadu_si256((const __m256i *)(stored + 8 - columns));
        if (adding) value = _mm256_add_ps(value, _mm256_maskload_ps(to, mask));
        _mm256_maskstore_ps(to, mask, value);
    }
}

enum {
    ROWS = 6,  /* of a tile: 12 sums, two registers of the panel, one of x and one of a product fill the 16 registers */
    AHEAD = 8  /* steps of the loop that a panel is asked for in advance */
};

/* Eight columns, `step` bytes of the panel apart from one group to the next. Numbers are multiplied in 16 bits, whose
   products in pairs are exact in 32: those of bytes (vpmaddubsw) would saturate. A register has two halves of the sums of
   four columns until the end. `rows` is a constant where this is inlined. */
INLINE AVX2 void tile(const int rows, size_t step, BYTE_TILE(int16_t)) {
    __m256i sum[ROWS][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();
#pragma clang loop unroll(disable)
    for (size_t g = 0; g < groups; g++, a += GROUP, b += step) {
        _mm_prefetch((const char *)(b + AHEAD * step), _MM_HINT_T0);
        __m256i w[2] = {_mm256_cvtepi8_epi16(_mm_load_si128((const __m128i *)b)),
                        _mm256_cvtepi8_epi16(_mm_load_si128((const __m128i *)(b + 16)))};
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            int64_t four;
            memcpy(&four, a + r * BYTE_STRIDE, sizeof four);
            __m256i x = _mm256_set1_epi64x(four);
            sum[r][0] = _mm256_add_epi32(sum[r][0], _mm256_madd_epi16(x, w[0]));
            sum[r][1] = _mm256_add_epi32(sum[r][1], _mm256_madd_epi16(x, w[1]));
        }
    }
    __m256 by = _mm256_loadu_ps(columns_by);
    __m256i total = _mm256_loadu_si256((const __m256i *)sums);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++, y += stride) {
        /* Of the columns 0 1 4 5 2 3 6 7. */
        __m256i mixed = _mm256_hadd_epi32(sum[r][0], sum[r][1]);
        __m256i whole = _mm256_permute4x64_epi64(mixed, _MM_SHUFFLE(3, 1, 2, 0));
        __m256i shift = _mm256_mullo_epi32(_mm256_set1_epi32(rows_by[r].zero), total);
        __m256 value = _mm256_cvtepi32_ps(_mm256_sub_epi32(whole, shift));
        put(y, _mm256_mul_ps(value, _mm256_mul_ps(by, _mm256_set1_ps(rows_by[r].scale))), columns, adding);
    }
}

#define CASE(n)                                                                                                      \
    case n:                                                                                                          \
        tile(n, width * GROUP, a, b + c * GROUP, groups, rows_by, columns_by + c, sums + c, columns - c, y + c,      \
             stride, adding);                                                                                        \
        break

static AVX2 void tile_of(size_t rows, size_t width, BYTE_TILE(int16_t)) {
    for (size_t c = 0; c < columns; c += 8) {
        switch (rows) {
            CASE(1); CASE(2); CASE(3); CASE(4); CASE(5); CASE(6);
        }
    }
}

AVX2 void clip_multiply_bytes_by_avx2(BYTE_PRODUCT) {
    MULTIPLY_BYTES(int16_t, tile_of, ROWS)
}
#endif
