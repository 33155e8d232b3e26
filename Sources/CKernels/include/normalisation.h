#pragma once
#include <stddef.h>

/* y = (x - mean) / sqrt(variance + epsilon) * gain + bias for each row of [rows, columns]; the variance is the biased
   one (torch's nn.LayerNorm). In place allowed. */
void clip_layer_norm(const float *x, float *y, const float *gain, const float *bias, size_t rows, size_t columns,
                     float epsilon);
