#pragma once
#include <stddef.h>
#include <stdint.h>

/* cosines[i] = row i times query, over the length of row i, times `scale`; 0 for a row of zeros. rows: [n, dimension].
   Returns the greatest. */

/* Rows of whole numbers, -127...127, each in a unit of its own; the query in whole numbers whose absolute values sum to less
   than 2^24. The sums are whole numbers too: every processor finds the same. */
float clip_byte_cosines(const int8_t *rows, size_t n, size_t dimension, const int16_t *query, float scale, float *cosines);

/* IEEE halves and floats. Sums of 16 lanes, each in order. */
float clip_half_cosines(const uint16_t *rows, size_t n, size_t dimension, const float *query, float scale, float *cosines);
float clip_float_cosines(const float *rows, size_t n, size_t dimension, const float *query, float scale, float *cosines);

/* Row r of whole numbers from a row of floats: the greatest becomes 127 or -127; zeros where it is all zeros. */
void clip_to_bytes(const float *rows, int8_t *to, size_t n, size_t dimension);

/* Floats as IEEE halves, to the nearest, ties to even; beyond the greatest half infinity. */
void clip_to_half(const float *x, uint16_t *to, size_t n);
