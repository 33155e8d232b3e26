#pragma once
#include <stddef.h>

/* Classes side by side in the packed weights. */
enum { CLIP_SCORE_LANES = 16 };

/* scores[c][i] = the product of image i and class c: the shape of zero-shot classification, few columns and many rows,
   where a general product spends its time on copying the rows.
   images: [n, dimension]; weights: [classes / 16 rounded up, dimension, 16], missing classes being zeros;
   scores: [classes, n]. Sums run over the dimension in order, in single precision. */
void clip_scores(const float *images, size_t n, size_t dimension, const float *weights, size_t classes, float *scores);
