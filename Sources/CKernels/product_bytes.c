#include "bytes.h"

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

INLINE void plain_tile(size_t rows, size_t width, BYTE_TILE(uint8_t)) {
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

KERNEL static void multiply_plainly(BYTE_PRODUCT) {
    MULTIPLY_BYTES(uint8_t, plain_tile, TILE_ROWS)
}

#if defined(__x86_64__)
clip_instructions clip_byte_instructions(void) {
    if (clip_packs_floats() && __builtin_cpu_supports("avx512vnni")) return CLIP_AVX512_VNNI;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? CLIP_AVX2 : CLIP_PLAIN;
}

void clip_multiply_bytes(clip_instructions by, BYTE_PRODUCT) {
    switch (by) {
    case CLIP_AVX512_VNNI:
        return clip_multiply_bytes_by_vnni(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
    case CLIP_AVX2:
        return clip_multiply_bytes_by_avx2(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
    case CLIP_PLAIN:
        return multiply_plainly(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
    }
}
#else
clip_instructions clip_byte_instructions(void) { return CLIP_PLAIN; }

void clip_multiply_bytes(clip_instructions by, BYTE_PRODUCT) {
    (void)by;
    multiply_plainly(x, rows, packed, outputs, inputs, bias, kind, adding, y, y_stride);
}
#endif
