#pragma once
#include "activation.h"
#include "dispatch.h"
#include "exponential.h"

/* The activations one value at a time, without a branch, so that loops over them vectorise. */

INLINE float same(float y) { return y; }

INLINE float relu(float y) { return y > 0 ? y : 0; }

INLINE float relu6(float y) {
    y = y > 0 ? y : 0;
    return y < 6 ? y : 6;
}

INLINE float silu(float y) { return y / (1 + exponential(-y)); }

INLINE float quick_gelu(float y) { return y / (1 + exponential(-1.702f * y)); }

/* (1 + tanh z) / 2 = sigmoid(2 z). */
INLINE float tanh_gelu(float y) {
    CONTRACT
    return y / (1 + exponential(-1.59576912f * (y + 0.044715f * y * y * y)));
}

/* erf by Abramowitz and Stegun, 7.1.26. */
INLINE float gelu(float y) {
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

#define ACTIVATE(activation)                                                            \
    for (size_t row = 0; row < rows; row++, x += stride)                                \
        for (size_t c = 0; c < columns; c++) x[c] = activation(x[c] + bias[c]);         \
    break

INLINE void activate(float *x, size_t stride, const float *bias, size_t rows, size_t columns, clip_activation kind) {
    switch (kind) {
    case CLIP_SAME: ACTIVATE(same);
    case CLIP_RELU: ACTIVATE(relu);
    case CLIP_RELU6: ACTIVATE(relu6);
    case CLIP_SILU: ACTIVATE(silu);
    case CLIP_GELU: ACTIVATE(gelu);
    case CLIP_QUICK_GELU: ACTIVATE(quick_gelu);
    case CLIP_TANH_GELU: ACTIVATE(tanh_gelu);
    }
}
