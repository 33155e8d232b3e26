#include "activation.h"
#include "dispatch.h"
#include "exponential.h"

static inline __attribute__((always_inline)) float relu(float y) { return y > 0 ? y : 0; }

static inline __attribute__((always_inline)) float relu6(float y) {
    y = y > 0 ? y : 0;
    return y < 6 ? y : 6;
}

static inline __attribute__((always_inline)) float silu(float y) { return y / (1 + exponential(-y)); }

static inline __attribute__((always_inline)) float quick_gelu(float y) { return y / (1 + exponential(-1.702f * y)); }

static inline __attribute__((always_inline)) float gelu(float y) {
    CONTRACT
    float z = __builtin_fabsf(y) * 0.70710678f;
    float t = 1 / (1 + 0.3275911f * z);
    float p = 1.061405429f;
    p = p * t - 1.453152027f;
    p = p * t + 1.421413741f;
    p = p * t - 0.284496736f;
    p = p * t + 0.254829592f;
    float tail = p * t * exponential(-z * z);       /* 1 - erf(z) */
    float half = 0.5f * y;
    return y > 0 ? y - half * tail : half * tail;
}

static inline __attribute__((always_inline)) float same(float y) { return y; }

#define BIAS_ACTIVATION(name, activation)                                              \
    KERNEL void name(float *x, const float *bias, size_t rows, size_t columns) {       \
        for (size_t row = 0; row < rows; row++, x += columns)                          \
            for (size_t c = 0; c < columns; c++) x[c] = activation(x[c] + bias[c]);    \
    }

BIAS_ACTIVATION(clip_bias, same)
BIAS_ACTIVATION(clip_bias_relu, relu)
BIAS_ACTIVATION(clip_bias_relu6, relu6)
BIAS_ACTIVATION(clip_bias_silu, silu)
BIAS_ACTIVATION(clip_bias_quick_gelu, quick_gelu)
BIAS_ACTIVATION(clip_bias_gelu, gelu)

KERNEL void clip_sigmoid_scale(float *x, const float *gate, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++, x += columns)
        for (size_t c = 0; c < columns; c++) x[c] /= 1 + exponential(-gate[c]);
}

KERNEL void clip_add(float *x, const float *y, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] += y[i];
}
