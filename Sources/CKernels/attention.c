#include "attention.h"
#include "dispatch.h"
#include "exponential.h"

static inline __attribute__((always_inline)) void softmax(float *x, size_t n, float scale) {
#pragma clang fp reassociate(on) contract(fast)
    float highest = x[0];
    for (size_t i = 1; i < n; i++) highest = x[i] > highest ? x[i] : highest;
    float sum = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = exponential(scale * (x[i] - highest));
        sum += x[i];
    }
    float inverse = 1 / sum;
    for (size_t i = 0; i < n; i++) x[i] *= inverse;
}

KERNEL void clip_softmax(float *x, size_t rows, size_t columns, float scale) {
    for (size_t row = 0; row < rows; row++) softmax(x + row * columns, columns, scale);
}

KERNEL void clip_attend(const float *query, const float *keys, const float *values, size_t stride,
                        const int32_t *seen, size_t length, size_t width, size_t heads, float *scores, float *out) {
#pragma clang fp reassociate(on) contract(fast)
    size_t size = width / heads;
    float scale = 1 / __builtin_sqrtf((float)size);
    for (size_t head = 0; head < heads; head++, query += size, keys += size, values += size, out += size) {
        for (size_t i = 0; i < length; i++) {
            const float *k = keys + (seen ? (size_t)seen[i] : i) * stride;
            float dot = 0;
            for (size_t c = 0; c < size; c++) dot += query[c] * k[c];
            scores[i] = dot;
        }
        softmax(scores, length, scale);
        for (size_t c = 0; c < size; c++) out[c] = 0;
        for (size_t i = 0; i < length; i++) {
            const float *v = values + (seen ? (size_t)seen[i] : i) * stride;
            for (size_t c = 0; c < size; c++) out[c] += scores[i] * v[c];
        }
    }
}
