#include "normalisation.h"
#include "dispatch.h"

KERNEL void clip_layer_norm(const float *x, float *y, const float *gain, const float *bias, size_t rows,
                            size_t columns, float epsilon) {
    CONTRACT
#pragma clang fp reassociate(on)
    for (size_t row = 0; row < rows; row++, x += columns, y += columns) {
        float sum = 0;
        for (size_t c = 0; c < columns; c++) sum += x[c];
        float mean = sum / (float)columns;
        float squares = 0;
        for (size_t c = 0; c < columns; c++) {
            float d = x[c] - mean;
            squares += d * d;
        }
        float scale = 1 / __builtin_sqrtf(squares / (float)columns + epsilon);
        for (size_t c = 0; c < columns; c++) y[c] = (x[c] - mean) * scale * gain[c] + bias[c];
    }
}
