#include "search.h"
#include "search_bytes.h"
#include "dispatch.h"
#include "half.h"
#include "product.h"
#include <math.h>
#include <string.h>

enum { SIDES = 16 };

INLINE float cosine(float product, float square, float scale) {
    return square > 0 ? product * scale / sqrtf(square) : 0;
}

/* `dimension` is a constant where that pays. */
INLINE float byte_cosines(const int8_t *rows, size_t n, const size_t dimension, const int16_t *query, float scale,
                          float *cosines) {
    float greatest = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        const int8_t *row = rows + i * dimension;
        int32_t product = 0, square = 0;
        for (size_t k = 0; k < dimension; k++) {
            int16_t x = row[k];
            product += (int32_t)x * (int32_t)query[k];
            square += (int32_t)x * (int32_t)x;
        }
        cosines[i] = cosine((float)product, (float)square, scale);
        greatest = cosines[i] > greatest ? cosines[i] : greatest;
    }
    return greatest;
}

KERNEL static float plain_byte_cosines(const int8_t *rows, size_t n, size_t dimension, const int16_t *query, float scale,
                                       float *cosines) {
    return dimension == 64 ? byte_cosines(rows, n, 64, query, scale, cosines)
                           : byte_cosines(rows, n, dimension, query, scale, cosines);
}

float clip_byte_cosines(const int8_t *rows, size_t n, size_t dimension, const int16_t *query, float scale,
                        float *cosines) {
    size_t done = 0;
    float greatest = -INFINITY;
#if defined(__x86_64__)
    /* Its levels of AVX-512 are those of packed floats. */
    if (dimension == CLIP_BYTES_A_ROW && clip_packs_floats()) {
        done = clip_byte_cosines_by_avx512(rows, n, query, scale, cosines, &greatest);
    }
#endif
    float rest = plain_byte_cosines(rows + done * dimension, n - done, dimension, query, scale, cosines + done);
    return rest > greatest ? rest : greatest;
}

INLINE float from_float(float value) { return value; }

#define COSINES(name, type, convert)                                                                                 \
    INLINE float name(const type *rows, size_t n, const size_t dimension, const float *query, float scale,           \
                      float *cosines) {                                                                              \
        CONTRACT                                                                                                     \
        float greatest = -INFINITY;                                                                                  \
        size_t whole = dimension - dimension % SIDES;                                                                \
        for (size_t i = 0; i < n; i++) {                                                                             \
            const type *row = rows + i * dimension;                                                                  \
            float products[SIDES] = {0}, squares[SIDES] = {0};                                                       \
            for (size_t k = 0; k < whole; k += SIDES)                                                                \
                for (size_t l = 0; l < SIDES; l++) {                                                                 \
                    float x = convert(row[k + l]);                                                                   \
                    products[l] += x * query[k + l];                                                                 \
                    squares[l] += x * x;                                                                             \
                }                                                                                                    \
            for (size_t k = whole; k < dimension; k++) {                                                             \
                float x = convert(row[k]);                                                                           \
                products[k - whole] += x * query[k];                                                                 \
                squares[k - whole] += x * x;                                                                         \
            }                                                                                                        \
            float product = 0, square = 0;                                                                           \
            for (size_t half = SIDES / 2; half > 0; half /= 2)                                                       \
                for (size_t l = 0; l < half; l++) {                                                                  \
                    products[l] += products[l + half];                                                               \
                    squares[l] += squares[l + half];                                                                 \
                }                                                                                                    \
            product = products[0];                                                                                   \
            square = squares[0];                                                                                     \
            cosines[i] = cosine(product, square, scale);                                                             \
            greatest = cosines[i] > greatest ? cosines[i] : greatest;                                                \
        }                                                                                                            \
        return greatest;                                                                                             \
    }

COSINES(half_cosines, uint16_t, from_half)
COSINES(float_cosines, float, from_float)

KERNEL float clip_half_cosines(const uint16_t *rows, size_t n, size_t dimension, const float *query, float scale,
                               float *cosines) {
    return dimension == 64 ? half_cosines(rows, n, 64, query, scale, cosines)
                           : half_cosines(rows, n, dimension, query, scale, cosines);
}

KERNEL float clip_float_cosines(const float *rows, size_t n, size_t dimension, const float *query, float scale,
                                float *cosines) {
    return dimension == 64 ? float_cosines(rows, n, 64, query, scale, cosines)
                           : float_cosines(rows, n, dimension, query, scale, cosines);
}

KERNEL void clip_to_bytes(const float *rows, int8_t *to, size_t n, size_t dimension) {
    for (size_t i = 0; i < n; i++, rows += dimension, to += dimension) {
        float most = 0;
        for (size_t k = 0; k < dimension; k++) most = fabsf(rows[k]) > most ? fabsf(rows[k]) : most;
        float unit = most > 0 ? 127 / most : 0;
        for (size_t k = 0; k < dimension; k++) to[k] = (int8_t)__builtin_rintf(rows[k] * unit);
    }
}

KERNEL void clip_to_half(const float *x, uint16_t *to, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t bits, magnitude;
        memcpy(&bits, x + i, sizeof bits);
        magnitude = bits & 0x7fffffff;
        /* Normal halves: the exponent moves, and half of what is cut is added, a little less where the last bit is 0. */
        uint32_t normal = (magnitude - 0x38000000 + 0xfff + (magnitude >> 13 & 1)) >> 13;
        /* Subnormal halves: the addition of 1/2 rounds to the bits that a half has. */
        float value, sum;
        memcpy(&value, &magnitude, sizeof value);
        sum = value + 0.5f;
        uint32_t small;
        memcpy(&small, &sum, sizeof small);
        small -= 0x3f000000;
        uint32_t half = magnitude < 0x38800000 ? small : normal;
        half = magnitude >= 0x477ff000 ? 0x7c00 : half;
        half = magnitude > 0x7f800000 ? 0x7e00 : half;
        to[i] = (uint16_t)(half | bits >> 16 & 0x8000);
    }
}
