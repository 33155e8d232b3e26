#pragma once
#include "panels.h"

enum { GROUP = 4, BYTE_DEPTH = GROUP * DEPTH, BYTE_STRIDE = GROUP * STRIDE };

#define BYTE_PRODUCT                                                                                                 \
    const clip_rows *x, size_t rows, clip_bytes packed, size_t outputs, size_t inputs, const float *bias,            \
        clip_activation kind, int adding, float *y, size_t y_stride

void clip_multiply_bytes_by_avx2(BYTE_PRODUCT);
void clip_multiply_bytes_by_vnni(BYTE_PRODUCT);

/* Inputs of one part, in whole groups of four: what is missing at the end is zeros. */
INLINE size_t groups_of(size_t inputs) { return parts(inputs, GROUP); }

/* One row of x as whole numbers 0...255: x = scale (q - zero). */
typedef struct { float scale; int32_t zero; } row_scale;

/* `size`: bytes that a number takes, 1 or 2, a constant where this is inlined. */
INLINE row_scale quantise(const float *restrict x, size_t n, void *restrict to, const size_t size) {
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
    uint8_t *bytes = to;
    int16_t *words = to;
    for (size_t i = 0; i < n; i++) {
        float y = __builtin_rintf(x[i] * inverse) + zero;
        y = y > 0 ? y : 0;
        int32_t q = (int32_t)(y < 255 ? y : 255);
        if (size == 1) bytes[i] = (uint8_t)q;
        else words[i] = (int16_t)q;
    }
    memset(bytes + n * size, 0, (groups_of(n) * GROUP - n) * size);
    return (row_scale){scale, (int32_t)zero};
}

/* Rows of x, quantised, to rows BYTE_STRIDE numbers apart. */
INLINE void quantise_rows(const clip_rows *x, size_t row, size_t rows, size_t first, size_t depth, void *to,
                          const size_t size, row_scale *scales) {
    float window[BYTE_DEPTH];
    for (size_t r = 0; r < rows; r++) {
        const float *from = x->start + (row + r) * x->stride + first;
        if (x->kernel) {
            clip_copy_rows(x, row + r, 1, first, depth, window, 0);
            from = window;
        }
        scales[r] = quantise(from, depth, (uint8_t *)to + r * BYTE_STRIDE * size, size);
    }
}

/* y = a b of one tile, plus y where `adding`. a: `groups` groups of four numbers a row, rows BYTE_STRIDE numbers apart;
   b: [groups, columns of the panel, 4], whose rows have the sums `sums` and the scales `columns_by`. */
#define BYTE_TILE(number)                                                                                            \
    const number *a, const int8_t *b, size_t groups, const row_scale *rows_by, const float *columns_by,              \
        const int32_t *sums, size_t columns, float *y, size_t stride, int adding

/* The walk over blocks, panels and tiles; `tile_of` multiplies a tile of at most `tile_rows` rows of `number`s. */
#define MULTIPLY_BYTES(number, tile_of, tile_rows)                                                                   \
    _Alignas(64) number copied[BLOCK_ROWS * BYTE_STRIDE];                                                            \
    row_scale scales[BLOCK_ROWS];                                                                                    \
    size_t row_blocks = parts(rows, BLOCK_ROWS), blocks = parts(inputs, BYTE_DEPTH), all = padded(outputs);          \
    for (size_t row_block = 0; row_block < row_blocks; row_block++) {                                                \
        size_t row = part_start(rows, row_blocks, row_block);                                                        \
        size_t count = part_start(rows, row_blocks, row_block + 1) - row, tiles = parts(count, tile_rows);           \
        const int8_t *b = packed.weights;                                                                            \
        for (size_t block = 0; block < blocks; block++) {                                                            \
            size_t from = part_start(inputs, blocks, block), depth = part_start(inputs, blocks, block + 1) - from;   \
            quantise_rows(x, row, count, from, depth, copied, sizeof(number), scales);                               \
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
