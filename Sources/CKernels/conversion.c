#include "conversion.h"
#include "dispatch.h"
#include "half.h"
#include <string.h>

KERNEL void clip_from_half(const uint16_t *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = from_half(x[i]);
}

KERNEL void clip_from_bfloat(const uint16_t *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t bits = (uint32_t)x[i] << 16;
        memcpy(y + i, &bits, sizeof bits);
    }
}

KERNEL int clip_is_finite(const float *x, size_t n) {
    uint32_t infinite = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, x + i, sizeof bits);
        infinite |= (bits & 0x7f800000) == 0x7f800000;
    }
    return !infinite;
}
