#include "panels.h"

enum { GROUP = 4, BYTE_DEPTH = GROUP * DEPTH, BYTE_STRIDE = GROUP * STRIDE };

/* Inputs of one part, in whole groups of four: what is missing at the end is zeros. */
INLINE size_t groups_of(size_t inputs) { return parts(inputs, GROUP); }

size_t clip_packed_bytes(size_t outputs, size_t inputs) {
    size_t bytes = 0, blocks = parts(inputs, BYTE_DEPTH);
    for (size_t block = 0; block < blocks; block++)
        bytes += groups_of(part_start(inputs, blocks, block + 1) - part_start(inputs, blocks, block)) * GROUP;
    return bytes * padded(outputs);
}

size_t clip_packed_scales(size_t outputs, size_t inputs) { return parts(inputs, BYTE_DEPTH) * padded(outputs); }

INLINE float magnitude(const float *w, size_t n) {
    float most = 0;
    for (size_t i = 0; i < n; i++) most = __builtin_fabsf(w[i]) > most ? __builtin_fabsf(w[i]) : most;
    return most;
}

/* For each part of the inputs, for each panel: [groups, columns of the panel, 4]. */
KERNEL void clip_pack_bytes(const float *weight, size_t outputs, size_t inputs, clip_bytes packed) {
    size_t blocks = parts(inputs, BYTE_DEPTH), columns = padded(outputs);
    int8_t *to = packed.weights;
    for (size_t block = 0; block < blocks; block++) {
        size_t from = part_start(inputs, blocks, block), depth = part_start(inputs, blocks, block + 1) - from;
        float *scales = packed.scales + block * columns;
        int32_t *sums = packed.sums + block * columns;
        for (size_t column = 0, width; column < columns; column += width) {
            width = columns - column < PANEL ? LANES : PANEL;
            memset(to, 0, groups_of(depth) * width * GROUP);
            for (size_t c = 0; c < width; c++) {
                const float *w = weight + (column + c) * inputs + from;
                float most = column + c < outputs ? magnitude(w, depth) : 0;
                float inverse = most > 0 ? 127 / most : 0;
                int32_t sum = 0;
                for (size_t k = 0; k < depth && most > 0; k++) {
                    int32_t q = (int32_t)__builtin_rintf(w[k] * inverse);
                    to[(k / GROUP * width + c) * GROUP + k % GROUP] = (int8_t)q;
                    sum += q;
                }
                scales[column + c] = most / 127;
                sums[column + c] = sum;
            }
            to += groups_of(depth) * width * GROUP;
        }
    }
}

/* One row of x as bytes: x = scale (q - zero). */
typedef struct { float scale; int32_t zero; } row_scale;

INLINE row_scale quantise(const float *restrict x, size_t n, uint8_t *restrict q) {
    float lows[LANES] = {0}, highs[LANES] = {0};
    size_t whole = n - n % LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t l = 0; l < LANES; l++) {
            lows[l] = x[i + l] < lows[l] ? x[i + l] : lows[l];
            highs[l] = x[i + l] > highs[l] ? x[i + l] : highs[l];
        }
    float low = 0, high = 0;
    for (size_t i = whole; i < n; i++) {
        low = x[i] < low ? x[i] : low;
        high = x[i] > high ? x[i] : high;
    }
    for (size_t l = 0; l < LANES; l++) {
        low = lows[l] < low ? lows[l] : low;
        high = highs[l] > high ? highs[l] : high;
    }
    float scale = (high - low) / 255;
    if (!(scale > 0)) scale = 1;
    float inverse = 1 / scale, zero = __builtin_rintf(-low * inverse);
    for (size_t i = 0; i < n; i++) {
        float y = __builtin_rintf(x[i] * inverse) + zero;
        y = y > 0 ? y : 0;
        q[i] = (uint8_t)(int32_t)(y < 255 ? y : 255);
    }
    for (size_t i = n; i < groups_of(n) * GROUP; i++) q[i] = 0;
    return (row_scale){scale, (int32_t)zero};
}

/* Rows of x, quantised, to rows BYTE_STRIDE bytes apart. */
INLINE void quantise_rows(const clip_rows *x, size_t row, size_t rows, size_t first, size_t depth, uint8_t *to,
                          row_scale *scales) {
    float window[BYTE_DEPTH];
    for (size_t r = 0; r < rows; r++) {
        const float *from = x->start + (row + r) * x->stride + first;
        if (x->kernel) {
            clip_copy_rows(x, row + r, 1, first, depth, window, 0);
            from = window;
        }
        scales[r] = quantise(from, depth, to + r * BYTE_STRIDE);
    }
}

/* The walk over blocks, panels and tiles; `tile_of` multiplies one tile. */
#define MULTIPLY_BYTES                                                                                               \
    _Alignas(64) uint8_t copied[BLOCK_ROWS * BYTE_STRIDE];                                                           \
    row_scale scales[BLOCK_ROWS];                                                                                    \
    size_t row_blocks = parts(rows, BLOCK_ROWS), blocks = parts(inputs, BYTE_DEPTH), all = padded(outputs);          \
    for (size_t row_block = 0; row_block < row_blocks; row_block++) {                                                \
        size_t row = part_start(rows, row_blocks, row_block);                                                        \
        size_t count = part_start(rows, row_blocks, row_block + 1) - row, tiles = parts(count, TILE_ROWS);           \
        const int8_t *b = packed.weights;                                                                            \
        for (size_t block = 0; block < blocks; block++) {                                                            \
            size_t from = part_start(inputs, blocks, block), depth = part_start(inputs, blocks, block + 1) - from;   \
            quantise_rows(x, row, count, from, depth, copied, scales);                                               \
            for (size_t column = 0, width; column < all; b += groups_of(depth) * width * GROUP, column += width) {   \
                width = all - column < PANEL ? LANES : PANEL;                                                        \
                size_t columns = outputs - column < width ? outputs - column : width;                                \
                size_t at = block * all + column;                                                                    \
                for (size_t t = 0; t < tiles; t++) {                                                                 \
                    size_t first = part_start(count, tiles, t), n = part_start(count, tiles, t + 1) - first;         \
                    float *to = y + (row + first) * y_stride + column;                                               \
                    tile_of(n, width, copied + first * BYTE_STRIDE, b, groups_of(depth), scales + first,             \
                            packed.scales + at, packed.sums + at, columns, to, y_stride, adding || block > 0);       \
                    if (block == blocks - 1) activate(to, y_stride, bias + column, n, columns, kind);                \
                }                                                                                                    \
            }                                                                                                        \
        }                                                                                                            \
    }

#define TILE_ARGUMENTS                                                                                               \
    const uint8_t *a, const int8_t *b, size_t groups, const row_scale *rows_by, const float *columns_by,             \
        const int32_t *sums, size_t columns, float *y, size_t stride, int adding

/* One tile in plain C. */
INLINE void plain_tile(size_t rows, size_t width, TILE_ARGUMENTS) {
    for (size_t r = 0; r < rows; r++, a += BYTE_STRIDE, y += stride) {
        int32_t sum[PANEL] = {0};
        const int8_t *w = b;
        for (size_t g = 0; g < groups; g++, w += width * GROUP)
            for (size_t c = 0; c < width; c++)
                for (size_t i = 0; i < GROUP; i++) sum[c] += (int32_t)a[g * GROUP + i] * w[c * GROUP + i];
        for (size_t c = 0; c < columns; c++) {
            float value = (float)(sum[c] - rows_by[r].zero * sums[c]) * (rows_by[r].scale * columns_by[c]);
            y[c] = adding ? y[c] + value : value;
        }
    }
}

KERNEL void clip_multiply_bytes_plainly(const clip_rows *x, size_t rows, clip_bytes packed, size_t outputs,
                                        size_t inputs, const float *bias, clip_activation kind, int adding, float *y,
                                        size_t y_stride) {
#define tile_of plain_tile
    MULTIPLY_BYTES
#undef tile_of
}

#if defined(__x86_64__)
#include <immintrin.h>

int clip_multiplies_bytes(void) { return clip_packs_floats() && __builtin_cpu_supports("avx512vnni"); }

/* `rows` and `vectors` are constants where this is inlined. */
INLINE AVX512 void vnni_tile(const int rows, const int vectors, TILE_ARGUMENTS) {
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
            memcpy(&four, a + r * BYTE_STRIDE, GROUP);
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
        if (width == PANEL) vnni_tile(n, 2, a, b, groups, rows_by, columns_by, sums, columns, y, stride, adding);    \
        else vnni_tile(n, 1, a, b, groups, rows_by, columns_by, sums, columns, y, stride, adding);                   \
        break

static AVX512 void vnni_tile_of(size_t rows, size_t width, TILE_ARGUMENTS) {
    switch (rows) {
        CASE(1); CASE(2); CASE(3); CASE(4); CASE(5); CASE(6); CASE(7);
        CASE(8); CASE(9); CASE(10); CASE(11); CASE(12); CASE(13); CASE(14);
    }
}

static AVX512 void multiply_by_vnni(const clip_rows *x, size_t rows, clip_bytes packed, size_t outputs, size_t inputs,
                                    const float *bias, clip_activation kind, int adding, float *y, size_t y_stride) {
#define tile_of vnni_tile_of
    MULTIPLY_BYTES
#undef tile_of
}
void clip_multiply_bytes(const clip_rows *x, size_t rows, clip_bytes packed, size_t outputs, size_t inputs,
                         const float *bias, clip_activation kind, int adding, float *y, size_t y_stride) {
    if (clip_multiplies_bytes()) multiply_by_vnni(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
    else clip_multiply_bytes_plainly(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
}
#else
int clip_multiplies_bytes(void) { return 0; }

void clip_multiply_bytes(const clip_rows *x, size_t rows, clip_bytes packed, size_t outputs, size_t inputs,
                         const float *bias, clip_activation kind, int adding, float *y, size_t y_stride) {
    clip_multiply_bytes_plainly(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
}
#endif
