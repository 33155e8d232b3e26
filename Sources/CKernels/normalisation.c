#include "normalisation.h"
#include "dispatch.h"
#include "moments.h"

KERNEL void clip_layer_norm(const float *x, float *y, const float *gain, const float *bias, size_t rows,
                            size_t columns, float epsilon) {
    CONTRACT
#pragma clang fp reassociate(on)
    for (size_t row = 0; row < rows; row++, x += columns, y += columns) {
        moments row_moments = moments_of(x, columns, epsilon);
        float mean = row_moments.mean, scale = row_moments.scale;
        for (size_t c = 0; c < columns; c++) y[c] = (x[c] - mean) * scale * gain[c] + bias[c];
    }
}
