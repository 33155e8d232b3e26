#pragma once
#include "dispatch.h"
#include <stddef.h>

typedef struct {
    /* scale: 1 over the standard deviation. */
    float mean, scale;
} moments;

/* Of a row, as layer norm takes them. */
INLINE moments moments_of(const float *x, size_t columns, float epsilon) {
    CONTRACT
#pragma clang fp reassociate(on)
    float sum = 0;
    for (size_t c = 0; c < columns; c++) sum += x[c];
    float mean = sum / (float)columns;
    float squares = 0;
    for (size_t c = 0; c < columns; c++) {
        float d = x[c] - mean;
        squares += d * d;
    }
    return (moments){mean, 1 / __builtin_sqrtf(squares / (float)columns + epsilon)};
}
