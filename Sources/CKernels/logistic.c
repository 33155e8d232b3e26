#include "logistic.h"
#include "dispatch.h"
#include "exponential.h"
#include <math.h>

INLINE double row_loss(float *x, size_t label, size_t classes) {
    CONTRACT
    float own = x[label], highest = x[0], sum = 0;
    for (size_t c = 1; c < classes; c++) highest = x[c] > highest ? x[c] : highest;
    for (size_t c = 0; c < classes; c++) {
        x[c] = exponential(x[c] - highest);
        sum += x[c];
    }
    float others = 0;
    for (size_t c = 0; c < classes; c++) others += c == label ? 0 : x[c];
    float share = 1 / sum;
    for (size_t c = 0; c < classes; c++) x[c] *= share;
    x[label] = -others * share;
    if (own == highest) return log1p((double)others);
    return log((double)sum) + (double)highest - (double)own;
}

KERNEL double clip_logistic(float *logits, const int32_t *labels, size_t rows, size_t classes) {
    double loss = 0;
    for (size_t r = 0; r < rows; r++) loss += row_loss(logits + r * classes, (size_t)labels[r], classes);
    return loss;
}

KERNEL void clip_begin_logits(
    float *logits, const float *offsets, const float *intercepts, size_t rows, size_t classes) {
    for (size_t r = 0; r < rows; r++) {
        float *row = logits + r * classes;
        if (offsets) {
            for (size_t c = 0; c < classes; c++) row[c] = intercepts[c] + offsets[r * classes + c];
        } else {
            for (size_t c = 0; c < classes; c++) row[c] = intercepts[c];
        }
    }
}

KERNEL void clip_add_column_sums(double *sums, const float *values, size_t rows, size_t classes) {
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < classes; c++) sums[c] += (double)values[r * classes + c];
    }
}

KERNEL void clip_add_scaled(double *sum, const float *values, double factor, size_t n) {
    for (size_t i = 0; i < n; i++) sum[i] += (double)values[i] * factor;
}

KERNEL double clip_weights(
    double *weights, float *floats, const double *position, const double *units, size_t rows, size_t columns) {
    double squares = 0;
    for (size_t r = 0; r < rows; r++) {
        double own = 0;
        for (size_t c = 0; c < columns; c++) {
            double weight = position[r * columns + c] * units[c];
            weights[r * columns + c] = weight;
            floats[r * columns + c] = (float)weight;
        }
        for (size_t c = 0; c < columns; c++) own += weights[r * columns + c] * weights[r * columns + c];
        squares += own;
    }
    return squares;
}

KERNEL void clip_position_gradient(
    double *gradient, const double *weights, const double *units, double strength, size_t rows, size_t columns) {
    for (size_t r = 0; r < rows; r++) {
        for (size_t c = 0; c < columns; c++) {
            size_t i = r * columns + c;
            gradient[i] = (gradient[i] + strength * weights[i]) * units[c];
        }
    }
}

KERNEL void clip_round(const double *x, float *y, size_t n) {
    for (size_t i = 0; i < n; i++) y[i] = (float)x[i];
}
