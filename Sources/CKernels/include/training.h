#pragma once
#include "activation.h"
#include <stddef.h>
#include <stdint.h>

/* Reverse mode of a text tower, and the optimiser. What a kernel adds to is named "sum". */

/* Of clip_layer_norm: x and dy [rows, columns], dx becomes the gradient of x; gains and biases are added to their sums. */
void clip_layer_norm_backward(const float *x, const float *gain, const float *dy, float *dx, float *gain_sum,
                              float *bias_sum, size_t rows, size_t columns, float epsilon);

/* dy[i] *= activation'(x[i]), x being what the activation was taken of. GELU, QuickGELU and tanh GELU; others are left as
   they are. */
void clip_activation_backward(const float *x, float *dy, size_t n, clip_activation kind);

/* sum[c] += the sum of column c of x [rows, columns]. */
void clip_add_columns(const float *x, float *sum, size_t rows, size_t columns);

/* Softmax of scale * x, [rows, columns], in place, where row r sees the first columns - rows + r + 1: the last `rows`
   tokens of a sequence of `columns`, each of which sees itself and those before it. The others become 0. */
void clip_causal_softmax(float *x, size_t rows, size_t columns, float scale);

/* dp becomes the gradient of x of clip_causal_softmax, whose result is p. */
void clip_softmax_backward(const float *p, float *dp, size_t rows, size_t columns, float scale);

/* The contrastive loss of CLIP (Radford et al. 2021, figure 3): the mean of the cross-entropies over the rows (images) and
   over the columns (texts) of logits [n, n]. Pairs of one group or of one image share the target in equal parts. The
   logits become the gradient. scratch: 3 n floats. */
double clip_contrastive(float *logits, const int32_t *groups, const int32_t *images, size_t n, float *scratch);

/* SigLIP's (Zhai et al. 2023, algorithm 1): -log sigmoid(z (logit + bias)) summed over all and divided by n, z being 1 for
   pairs of one group or image and -1 for the others. The logits become the gradient; its sum is the bias's. */
double clip_sigmoid_contrastive(float *logits, const int32_t *groups, const int32_t *images, size_t n, float bias);

/* y becomes the rows of x [rows, columns] at unit length, lengths their lengths; and the gradient back through that, in
   place of dy. */
void clip_unit_rows(const float *x, float *y, float *lengths, size_t rows, size_t columns);
void clip_unit_rows_backward(const float *y, const float *lengths, float *dy, size_t rows, size_t columns);

double clip_square_sum(const float *x, size_t n);

/* AdamW as torch's (Loshchilov and Hutter 2019): the gradient is multiplied by `factor` first. correction1 and 2:
   1 - beta^step. */
typedef struct {
    float rate, decay, beta1, beta2, epsilon, correction1, correction2, factor;
} clip_adamw_step;
void clip_adamw(float *values, const float *gradient, float *first, float *second, size_t n, clip_adamw_step step);
