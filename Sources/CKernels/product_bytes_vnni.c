#include "bytes.h"
#if defined(__x86_64__)
#include <immintrin.h>

#define VNNI __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma")))

/* `rows` and `vectors` are constants where this is inlined. */
INLINE VNNI void tile(const int rows, const int vectors, BYTE_TILE(uint8_t)) {
    __m512i sum[TILE_ROWS][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sum[r][v] = _mm512_setzero_si512();
#pragma clang loop unroll(disable)
    for (size_t g = 0; g < groups; g++, a += GROUP, b += vectors * LANES * GROUP) {
        __m512i w[2];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) w[v] = _mm512_load_si512(b + v * LANES * GROUP);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, a + r * BYTE_STRIDE, sizeof four);
            __m512i x = _mm512_set1_epi32(four);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sum[r][v] = _mm512_dpbusd_epi32(sum[r][v], x, w[v]);
        }
    }
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
        size_t before = (size_t)v * LANES;
        __mmask16 stored = columns >= before + LANES ? 0xffff : (__mmask16)((1u << (columns - before)) - 1);
        __m512 by = _mm512_loadu_ps(columns_by + before);
        __m512i total = _mm512_loadu_si512(sums + before);
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            float *to = y + (size_t)r * stride + before;
            __m512i shift = _mm512_mullo_epi32(_mm512_set1_epi32(rows_by[r].zero), total);
            __m512 value = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum[r][v], shift));
            value = _mm512_mul_ps(value, _mm512_mul_ps(by, _mm512_set1_ps(rows_by[r].scale)));
            if (adding) value = _mm512_add_ps(value, _mm512_maskz_loadu_ps(stored, to));
            _mm512_mask_storeu_ps(to, stored, value);
        }
    }
}

#define CASE(n)                                                                                                      \
    case n:                                                                                                          \
        if (width == PANEL) tile(n, 2, a, b, groups, rows_by, columns_by, sums, columns, y, stride, adding);         \
        else tile(n, 1, a, b, groups, rows_by, columns_by, sums, columns, y, stride, adding);                        \
        break

static VNNI void tile_of(size_t rows, size_t width, BYTE_TILE(uint8_t)) {
    switch (rows) {
        CASE(1); CASE(2); CASE(3); CASE(4); CASE(5); CASE(6); CASE(7);
        CASE(8); CASE(9); CASE(10); CASE(11); CASE(12); CASE(13); CASE(14);
    }
}

VNNI void clip_multiply_bytes_by_vnni(BYTE_PRODUCT) {
    MULTIPLY_BYTES(uint8_t, tile_of, TILE_ROWS)
}
#endif
