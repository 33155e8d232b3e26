#pragma once
#include <stdint.h>
#include <string.h>

/* exp(x) for -87 <= x <= 88, clamped outside; relative error below 2e-7, no branch, so that loops over it vectorise.
   x = n ln 2 + r with |r| <= ln 2 / 2; ln 2 in two parts and the polynomial of e^r are those of Cephes' expf
   (Moshier, netlib cephes/single/expf.c). */
static inline __attribute__((always_inline)) float exponential(float x) {
#pragma clang fp contract(fast)
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    float n = __builtin_rintf(x * 1.44269504f);
    float r = x - n * 0.693359375f;
    r = r + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    int32_t bits = ((int32_t)n + 127) << 23;
    float scale;
    memcpy(&scale, &bits, sizeof scale);
    return p * scale;
}
