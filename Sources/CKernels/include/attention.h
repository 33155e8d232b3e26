#pragma once
#include <stddef.h>
#include <stdint.h>

/* Multi-head attention of one token over the tokens that it sees.
   qkv: [tokens, 3 width], each row query, key, value, heads side by side; query: row of the token;
   seen, length: the rows that it attends to; out: [width]; scores: scratch of `length` floats. */
void clip_attend(const float *qkv, size_t width, size_t heads, size_t query, const int32_t *seen, size_t length,
                 float *scores, float *out);

/* Softmax of each row of [rows, columns] in place, after scaling by `scale`. */
void clip_softmax(float *x, size_t rows, size_t columns, float scale);
