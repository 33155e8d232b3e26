#include "resample.h"

#include <string.h>

#if defined(__x86_64__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

#define PRECISION_BITS (32 - 8 - 2)
#define HALF (1 << (PRECISION_BITS - 1))

typedef uint8_t bytes4 __attribute__((ext_vector_type(4)));
typedef int32_t ints4 __attribute__((ext_vector_type(4)));
typedef uint8_t bytes16 __attribute__((ext_vector_type(16)));
typedef int32_t ints16 __attribute__((ext_vector_type(16)));

#define CLIPPED(sum, bytes, ints) \
    __builtin_convertvector( \
        __builtin_elementwise_min(__builtin_elementwise_max((sum) >> PRECISION_BITS, (ints)0), (ints)255), bytes)

CLONES
void resample_row(const uint8_t *in, uint8_t *out, const int32_t *firsts, const int32_t *counts,
                  const int32_t *weights, size_t taps, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const uint8_t *pixel = in + 4 * (size_t)firsts[i];
        const int32_t *weight = weights + i * taps;
        ints4 sum = HALF;
        for (int32_t j = 0; j < counts[i]; j++) {
            bytes4 value;
            memcpy(&value, pixel + 4 * j, 4);
            sum += __builtin_convertvector(value, ints4) * weight[j];
        }
        bytes4 result = CLIPPED(sum, bytes4, ints4);
        memcpy(out + 4 * i, &result, 4);
    }
}

CLONES
void resample_column(const uint8_t *in, size_t stride, uint8_t *out, const int32_t *weights, size_t count,
                     size_t bytes) {
    size_t x = 0;
    for (; x + 32 <= bytes; x += 32) {
        ints16 left = HALF, right = HALF;
        for (size_t j = 0; j < count; j++) {
            bytes16 values[2];
            memcpy(values, in + j * stride + x, 32);
            left += __builtin_convertvector(values[0], ints16) * weights[j];
            right += __builtin_convertvector(values[1], ints16) * weights[j];
        }
        bytes16 results[2] = {CLIPPED(left, bytes16, ints16), CLIPPED(right, bytes16, ints16)};
        memcpy(out + x, results, 32);
    }
    for (; x < bytes; x += 4) {
        ints4 sum = HALF;
        for (size_t j = 0; j < count; j++) {
            bytes4 value;
            memcpy(&value, in + j * stride + x, 4);
            sum += __builtin_convertvector(value, ints4) * weights[j];
        }
        bytes4 result = CLIPPED(sum, bytes4, ints4);
        memcpy(out + x, &result, 4);
    }
}
