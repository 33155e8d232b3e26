#include "conversion.h"
#include "dispatch.h"
#include <string.h>

/* With the bits of a half moved into place, a float 2^112 times too small; the product also makes subnormals right. */
KERNEL void clip_from_half(const uint16_t *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t magnitude = (uint32_t)(x[i] & 0x7fff) << 13;
        float value;
        memcpy(&value, &magnitude, sizeof value);
        value *= 0x1p112f;
        uint32_t bits;
        memcpy(&bits, &value, sizeof bits);
        bits = (x[i] & 0x7c00) == 0x7c00 ? magnitude | 0x7f800000 : bits;
        bits |= (uint32_t)(x[i] & 0x8000) << 16;
        memcpy(y + i, &bits, sizeof bits);
    }
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
