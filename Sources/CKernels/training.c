#include "training.h"
#include "dispatch.h"
#include "moments.h"
#include <math.h>

KERNEL void clip_layer_norm_backward(const float *x, const float *gain, const float *dy, float *dx, float *gain_sum,
                                     float *bias_sum, size_t rows, size_t columns, float epsilon) {
    CONTRACT
#pragma clang fp reassociate(on)
    for (size_t row = 0; row < rows; row++, x += columns, dy += columns, dx += columns) {
        moments row_moments = moments_of(x, columns, epsilon);
        float mean = row_moments.mean, scale = row_moments.scale;
        float first = 0, second = 0;
        for (size_t c = 0; c < columns; c++) {
            float normed = (x[c] - mean) * scale, d = dy[c] * gain[c];
            first += d;
            second += d * normed;
            gain_sum[c] += dy[c] * normed;
            bias_sum[c] += dy[c];
        }
        first /= (float)columns;
        second /= (float)columns;
        for (size_t c = 0; c < columns; c++)
            dx[c] = scale * (dy[c] * gain[c] - first - (x[c] - mean) * scale * second);
    }
}

INLINE float gelu_slope(float x) {
    return 0.5f * (1 + erff(x * 0.70710678f)) + x * 0.39894228f * expf(-0.5f * x * x);
}

INLINE float quick_gelu_slope(float x) {
    float s = 1 / (1 + expf(-1.702f * x));
    return s * (1 + 1.702f * x * (1 - s));
}

INLINE float tanh_gelu_slope(float x) {
    float t = tanhf(0.79788456f * (x + 0.044715f * x * x * x));
    return 0.5f * (1 + t) + 0.5f * x * (1 - t * t) * 0.79788456f * (1 + 0.134145f * x * x);
}

void clip_activation_backward(const float *x, float *dy, size_t n, clip_activation kind) {
    if (kind == CLIP_GELU)
        for (size_t i = 0; i < n; i++) dy[i] *= gelu_slope(x[i]);
    if (kind == CLIP_QUICK_GELU)
        for (size_t i = 0; i < n; i++) dy[i] *= quick_gelu_slope(x[i]);
    if (kind == CLIP_TANH_GELU)
        for (size_t i = 0; i < n; i++) dy[i] *= tanh_gelu_slope(x[i]);
}

KERNEL void clip_add_columns(const float *x, float *sum, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++, x += columns)
        for (size_t c = 0; c < columns; c++) sum[c] += x[c];
}

void clip_causal_softmax(float *x, size_t rows, size_t columns, float scale) {
    for (size_t row = 0; row < rows; row++, x += columns) {
        size_t seen = columns - rows + row + 1;
        float highest = x[0], sum = 0;
        for (size_t c = 1; c < seen; c++) highest = x[c] > highest ? x[c] : highest;
        for (size_t c = 0; c < seen; c++) {
            x[c] = expf(scale * (x[c] - highest));
            sum += x[c];
        }
        for (size_t c = 0; c < seen; c++) x[c] /= sum;
        for (size_t c = seen; c < columns; c++) x[c] = 0;
    }
}

void clip_softmax_backward(const float *p, float *dp, size_t rows, size_t columns, float scale) {
    for (size_t row = 0; row < rows; row++, p += columns, dp += columns) {
        float product = 0;
        for (size_t c = 0; c < columns; c++) product += p[c] * dp[c];
        for (size_t c = 0; c < columns; c++) dp[c] = scale * p[c] * (dp[c] - product);
    }
}

double clip_contrastive(float *logits, const int32_t *groups, const int32_t *images, size_t n, float *scratch) {
    float *columns_highest = scratch, *columns_sum = scratch + n, *share = scratch + 2 * n;
    for (size_t j = 0; j < n; j++) {
        columns_highest[j] = logits[j];
        columns_sum[j] = 0;
        size_t alike = 0;
        for (size_t i = 0; i < n; i++) alike += groups[i] == groups[j] || images[i] == images[j];
        share[j] = 1 / (float)alike;
    }
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (logits[i * n + j] > columns_highest[j]) columns_highest[j] = logits[i * n + j];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) columns_sum[j] += expf(logits[i * n + j] - columns_highest[j]);
    double loss = 0;
    float part = 0.5f / (float)n;
    for (size_t j = 0; j < n; j++) loss += log((double)columns_sum[j]) + columns_highest[j];
    for (size_t i = 0; i < n; i++) {
        float *row = logits + i * n;
        float highest = row[0], sum = 0;
        for (size_t j = 1; j < n; j++) highest = row[j] > highest ? row[j] : highest;
        for (size_t j = 0; j < n; j++) sum += expf(row[j] - highest);
        loss += log((double)sum) + highest;
        for (size_t j = 0; j < n; j++) {
            float own = expf(row[j] - highest) / sum + expf(row[j] - columns_highest[j]) / columns_sum[j];
            if (groups[i] == groups[j] || images[i] == images[j]) {
                loss -= (double)row[j] * ((double)share[i] + (double)share[j]);
                own -= share[i] + share[j];
            }
            row[j] = part * own;
        }
    }
    return loss * part;
}

double clip_sigmoid_contrastive(float *logits, const int32_t *groups, const int32_t *images, size_t n, float bias) {
    double loss = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            float z = groups[i] == groups[j] || images[i] == images[j] ? 1 : -1;
            float x = z * (logits[i * n + j] + bias);
            loss += x > 0 ? log1p(exp(-(double)x)) : log1p(exp((double)x)) - x;
            logits[i * n + j] = -z / (1 + expf(x)) / (float)n;
        }
    return loss / (double)n;
}

void clip_unit_rows(const float *x, float *y, float *lengths, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++, x += columns, y += columns) {
        double square = 0;
        for (size_t c = 0; c < columns; c++) square += (double)x[c] * x[c];
        lengths[row] = (float)sqrt(square);
        float factor = lengths[row] > 0 ? 1 / lengths[row] : 1;
        for (size_t c = 0; c < columns; c++) y[c] = x[c] * factor;
    }
}

void clip_unit_rows_backward(const float *y, const float *lengths, float *dy, size_t rows, size_t columns) {
    for (size_t row = 0; row < rows; row++, y += columns, dy += columns) {
        float product = 0, factor = lengths[row] > 0 ? 1 / lengths[row] : 0;
        for (size_t c = 0; c < columns; c++) product += y[c] * dy[c];
        for (size_t c = 0; c < columns; c++) dy[c] = factor * (dy[c] - y[c] * product);
    }
}

KERNEL double clip_square_sum(const float *x, size_t n) {
#pragma clang fp reassociate(on)
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)x[i] * x[i];
    return sum;
}

KERNEL void clip_adamw(float *values, const float *gradient, float *first, float *second, size_t n,
                       clip_adamw_step step) {
    float keep = 1 - step.rate * step.decay, size = step.rate / step.correction1;
    float root = 1 / __builtin_sqrtf(step.correction2);
    for (size_t i = 0; i < n; i++) {
        float g = gradient[i] * step.factor;
        first[i] = step.beta1 * first[i] + (1 - step.beta1) * g;
        second[i] = step.beta2 * second[i] + (1 - step.beta2) * g * g;
        values[i] = values[i] * keep - size * first[i] / (__builtin_sqrtf(second[i]) * root + step.epsilon);
    }
}
