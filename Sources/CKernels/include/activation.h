#pragma once
#include <stddef.h>

/* x[r][c] = activation(x[r][c] + bias[c]), row-major [rows, columns], in place. */
void clip_bias(float *x, const float *bias, size_t rows, size_t columns);
void clip_bias_relu(float *x, const float *bias, size_t rows, size_t columns);
void clip_bias_relu6(float *x, const float *bias, size_t rows, size_t columns);
/* y sigmoid(y). */
void clip_bias_silu(float *x, const float *bias, size_t rows, size_t columns);
/* y sigmoid(1.702 y), what OpenAI trained CLIP with (openai/CLIP, clip/model.py, QuickGELU). */
void clip_bias_quick_gelu(float *x, const float *bias, size_t rows, size_t columns);
/* y (1 + erf(y / sqrt 2)) / 2, absolute error below 1e-6 (erf by Abramowitz and Stegun, 7.1.26). */
void clip_bias_gelu(float *x, const float *bias, size_t rows, size_t columns);

/* x[r][c] *= sigmoid(gate[c]). */
void clip_sigmoid_scale(float *x, const float *gate, size_t rows, size_t columns);

/* x[i] += y[i]. */
void clip_add(float *x, const float *y, size_t n);
