#pragma once
#include <stddef.h>

/* What follows a layer's sum. GELU is y (1 + erf(y / sqrt 2)) / 2, absolute error below 1e-6; QuickGELU is
   y sigmoid(1.702 y), what OpenAI trained CLIP with (openai/CLIP, clip/model.py); SiLU is y sigmoid(y); tanh GELU is
   y (1 + tanh(sqrt(2 / pi) (y + 0.044715 y^3))) / 2, what SigLIP is trained with (Hendrycks and Gimpel 2016). */
typedef enum { CLIP_SAME, CLIP_RELU, CLIP_RELU6, CLIP_SILU, CLIP_GELU, CLIP_QUICK_GELU, CLIP_TANH_GELU } clip_activation;

/* x[r][c] = activation(x[r][c] + bias[c]), row-major [rows, columns], in place. */
void clip_bias_activation(float *x, const float *bias, size_t rows, size_t columns, clip_activation kind);

/* x[r][c] *= sigmoid(gate[c]). */
void clip_sigmoid_scale(float *x, const float *gate, size_t rows, size_t columns);

/* x[i] *= y[i]. */
void clip_scale(float *x, const float *y, size_t n);

/* x[i] += y[i]. */
void clip_add(float *x, const float *y, size_t n);

/* x[i] = max(0, x[i] + y[i]). */
void clip_add_relu(float *x, const float *y, size_t n);
