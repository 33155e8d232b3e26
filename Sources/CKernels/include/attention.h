#pragma once
#include <stddef.h>
#include <stdint.h>

/* Multi-head attention of one token over the tokens that it sees, heads side by side in every row.
   query, out: [width]; keys, values: rows `stride` floats apart; seen: the rows attended to, or NULL for the first
   `length`; scores: scratch of `length` floats. */
void clip_attend(const float *query, const float *keys, const float *values, size_t stride, const int32_t *seen,
                 size_t length, size_t width, size_t heads, float *scores, float *out);

/* Softmax of each row of [rows, columns] in place, after scaling by `scale`. */
void clip_softmax(float *x, size_t rows, size_t columns, float scale);
