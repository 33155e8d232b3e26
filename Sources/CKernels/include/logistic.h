#pragma once
#include <stddef.h>
#include <stdint.h>

/* Cross-entropy of the softmax of each row of logits, [rows, classes], summed over the rows; labels: the true class of
   each. The logits become the gradient, probability less 1 for the true class. A row's loss keeps its digits where it is
   far below 1: log1p of the sum of the others, not log of a probability near 1. */
double clip_logistic(float *logits, const int32_t *labels, size_t rows, size_t classes);

/* logits [rows, classes] = the intercepts of the classes, and the offsets, [rows, classes], or none. */
void clip_begin_logits(float *logits, const float *offsets, const float *intercepts, size_t rows, size_t classes);

/* sums [classes] += the columns' sums of values, [rows, classes], row by row. */
void clip_add_column_sums(double *sums, const float *values, size_t rows, size_t classes);

/* sum += factor * value, n numbers, of floats. */
void clip_add_scaled(double *sum, const float *values, double factor, size_t n);

/* The weights at a position that counts each column in its unit, [rows, columns], and the same as floats.
   Returns the sum of their squares. */
double clip_weights(
    double *weights, float *floats, const double *position, const double *units, size_t rows, size_t columns);

/* The gradient by the weights, with L2, becomes that by the position: (gradient + strength * weight) * unit. */
void clip_position_gradient(
    double *gradient, const double *weights, const double *units, double strength, size_t rows, size_t columns);

/* n doubles as floats. */
void clip_round(const double *x, float *y, size_t n);
