#include "elementwise.h"

KERNEL void clip_bias_activation(float *x, const float *bias, size_t rows, size_t columns, clip_activation kind) {
    activate(x, columns, bias, rows, columns, kind);
}

KERNEL void clip_sigmoid_scale(float *x, const float *gate, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++, x += columns)
        for (size_t c = 0; c < columns; c++) x[c] /= 1 + exponential(-gate[c]);
}

KERNEL void clip_scale(float *x, const float *y, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] *= y[i];
}

KERNEL void clip_add(float *x, const float *y, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] += y[i];
}

KERNEL void clip_add_relu(float *x, const float *y, size_t n) {
    for (size_t i = 0; i < n; i++) x[i] = relu(x[i] + y[i]);
}
