#include "panels.h"

size_t clip_packed_floats(size_t outputs, size_t inputs) { return padded(outputs) * inputs; }

/* For each part of the inputs, for each panel: [inputs, columns of the panel]. */
KERNEL void clip_pack_floats(const float *weight, size_t outputs, size_t inputs, float *packed) {
    size_t blocks = parts(inputs, DEPTH);
    for (size_t block = 0; block < blocks; block++) {
        size_t from = part_start(inputs, blocks, block), to = part_start(inputs, blocks, block + 1);
        for (size_t column = 0; column < outputs; column += PANEL) {
            size_t width = padded(outputs - column) < PANEL ? LANES : PANEL;
            size_t filled = outputs - column < width ? outputs - column : width;
            for (size_t k = from; k < to; k++, packed += width) {
                const float *w = weight + column * inputs + k;
                for (size_t c = 0; c < filled; c++) packed[c] = w[c * inputs];
                for (size_t c = filled; c < width; c++) packed[c] = 0;
            }
        }
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

int clip_packs_floats(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl");
}

/* Steps of the loop that a panel is asked for in advance. */
enum { AHEAD = 16 };

#define AVX512_FLOATS __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,fma")))

/* `rows` and `vectors` are constants where this is inlined. y = a b, plus y where `adding`. */
INLINE AVX512_FLOATS void tile(const int rows, const int vectors, const float *a, const float *b, size_t depth, float *y,
                               size_t stride, const __mmask16 *stored, int adding) {
    __m512 sum[TILE_ROWS][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sum[r][v] = _mm512_setzero_ps();
#pragma clang loop unroll(disable)
    for (size_t k = 0; k < depth; k++, a++, b += vectors * LANES) {
        __m512 w[2];
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            w[v] = _mm512_load_ps(b + v * LANES);
            _mm_prefetch((const char *)(b + (AHEAD * vectors + v) * LANES), _MM_HINT_T0);
        }
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            __m512 x = _mm512_set1_ps(a[r * STRIDE]);
#pragma clang loop unroll(full)
            for (int v = 0; v < vectors; v++) sum[r][v] = _mm512_fmadd_ps(x, w[v], sum[r][v]);
        }
    }
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) {
            float *to = y + (size_t)r * stride + v * LANES;
            if (adding) sum[r][v] = _mm512_add_ps(sum[r][v], _mm512_maskz_loadu_ps(stored[v], to));
            _mm512_mask_storeu_ps(to, stored[v], sum[r][v]);
        }
}

#define CASE(n) \
    case n: \
        if (width == PANEL) tile(n, 2, a, b, depth, y, stride, stored, adding); \
        else tile(n, 1, a, b, depth, y, stride, stored, adding); \
        break

static AVX512_FLOATS void tile_of(size_t rows, size_t width, const float *a, const float *b, size_t depth, float *y,
                                  size_t stride, const __mmask16 *stored, int adding) {
    switch (rows) {
        CASE(1); CASE(2); CASE(3); CASE(4); CASE(5); CASE(6); CASE(7);
        CASE(8); CASE(9); CASE(10); CASE(11); CASE(12); CASE(13); CASE(14);
    }
}

AVX512_FLOATS void clip_multiply_floats(const clip_rows *x, size_t rows, const float *packed, size_t outputs,
                                        size_t inputs, const float *bias, clip_activation kind, int adding, float *y,
                                        size_t y_stride) {
    _Alignas(64) float copied[BLOCK_ROWS * STRIDE];
    size_t row_blocks = parts(rows, BLOCK_ROWS), blocks = parts(inputs, DEPTH);
    for (size_t row_block = 0; row_block < row_blocks; row_block++) {
        size_t row = part_start(rows, row_blocks, row_block), count = part_start(rows, row_blocks, row_block + 1) - row;
        size_t tiles = parts(count, TILE_ROWS);
        const float *b = packed;
        for (size_t block = 0; block < blocks; block++) {
            size_t from = part_start(inputs, blocks, block), depth = part_start(inputs, blocks, block + 1) - from;
            clip_copy_rows(x, row, count, from, depth, copied, STRIDE);
            for (size_t column = 0; column < outputs; column += PANEL) {
                size_t left = outputs - column, width = left > LANES ? PANEL : LANES;
                size_t columns = left < width ? left : width;
                __mmask16 stored[2] = {columns >= LANES ? 0xffff : (__mmask16)((1 << columns) - 1),
                                       columns >= PANEL ? 0xffff : columns <= LANES ? 0 : (__mmask16)((1 << (columns - LANES)) - 1)};
                for (size_t t = 0; t < tiles; t++) {
                    size_t first = part_start(count, tiles, t), n = part_start(count, tiles, t + 1) - first;
                    float *to = y + (row + first) * y_stride + column;
                    tile_of(n, width, copied + first * STRIDE, b, depth, to, y_stride, stored, adding || block > 0);
                    if (block == blocks - 1) activate(to, y_stride, bias + column, n, columns, kind);
                }
                b += depth * width;
            }
        }
    }
}
#else
int clip_packs_floats(void) { return 0; }

void clip_multiply_floats(const clip_rows *x, size_t rows, const float *packed, size_t outputs, size_t inputs,
                          const float *bias, clip_activation kind, int adding, float *y, size_t y_stride) {
    (void)x, (void)rows, (void)packed, (void)outputs, (void)inputs, (void)bias, (void)kind, (void)adding, (void)y,
        (void)y_stride;
    __builtin_trap();
}
#endif
