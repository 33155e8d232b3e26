#pragma once
#include "dispatch.h"
#include <stdint.h>
#include <string.h>

/* With the bits of a half moved into place, a float 2^112 times too small; the product also makes subnormals right. */
INLINE float from_half(uint16_t half) {
    uint32_t magnitude = (uint32_t)(half & 0x7fff) << 13, bits;
    float value;
    memcpy(&value, &magnitude, sizeof value);
    value *= 0x1p112f;
    memcpy(&bits, &value, sizeof bits);
    bits = (half & 0x7c00) == 0x7c00 ? magnitude | 0x7f800000 : bits;
    bits |= (uint32_t)(half & 0x8000) << 16;
    memcpy(&value, &bits, sizeof value);
    return value;
}
