#pragma once
#include <stddef.h>
#include <stdint.h>

/* Cross-entropy of the softmax of each row of logits, [rows, classes], summed over the rows; labels: the true class of
   each. The logits become the gradient, probability less 1 for the true class. A row's loss keeps its digits where it is
   far below 1: log1p of the sum of the others, not log of a probability near 1. */
double clip_logistic(float *logits, const int32_t *labels, size_t rows, size_t classes);
