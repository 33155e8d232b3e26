#pragma once
#include "activation.h"
#include <stddef.h>
#include <stdint.h>

/* Products with a weight matrix that is packed once and multiplied often: y = activation(x W^T + bias).
   Columns are taken 32 at a time and inputs a part at a time, so that what a tile of the result reads lies one behind the
   other and stays in the caches. A value's sum runs over the inputs in order, whatever rows come with it. */

/* Rows of the left factor: those of a matrix, or the windows of a convolution over images with their channels last. */
typedef struct {
    const float *start;
    size_t stride;                           /* floats from one row of a matrix to the next */
    /* Of a convolution; kernel 0: a matrix. Pixels outside of the image are zeros; a row is [kernel, kernel, channels]. */
    size_t kernel, step, before_y, before_x; /* zeros above and to the left */
    size_t height, width, channels;
    size_t out_height, out_width;
} clip_rows;

/* Inputs [first, first + depth) of `rows` rows from `row` on, to rows `stride` floats apart. */
void clip_copy_rows(const clip_rows *x, size_t row, size_t rows, size_t first, size_t depth, float *to, size_t stride);

/* Whether this processor multiplies packed floats (by AVX-512). */
int clip_packs_floats(void);

/* Single precision. weight: [outputs, inputs]; packed: clip_packed_floats floats, 64-aligned. */
size_t clip_packed_floats(size_t outputs, size_t inputs);
void clip_pack_floats(const float *weight, size_t outputs, size_t inputs, float *packed);
/* y: [rows, outputs], rows `y_stride` floats apart; `adding` to what is there. Only where clip_packs_floats(). */
void clip_multiply_floats(const clip_rows *x, size_t rows, const float *packed, size_t outputs, size_t inputs,
                          const float *bias, clip_activation kind, int adding, float *y, size_t y_stride);

/* Whole numbers of 8 bits: a row of weights is quantised symmetrically by its largest magnitude, a row of x by its range,
   when it is multiplied; sums are exact. Each part of at most 2048 inputs has scales of its own. */
typedef struct {
    int8_t *weights;                         /* clip_packed_bytes, 64-aligned */
    float *scales;                           /* clip_packed_scales: of a row of weights */
    int32_t *sums;                           /* as many: the sum of a row of weights */
} clip_bytes;

size_t clip_packed_bytes(size_t outputs, size_t inputs);
size_t clip_packed_scales(size_t outputs, size_t inputs);
void clip_pack_bytes(const float *weight, size_t outputs, size_t inputs, clip_bytes packed);

/* What multiplies bytes, and the best that this processor has. Results are the same, to the rounding of an activation. */
typedef enum { CLIP_PLAIN, CLIP_AVX2, CLIP_AVX512_VNNI } clip_instructions;
clip_instructions clip_byte_instructions(void);
void clip_multiply_bytes(clip_instructions by, const clip_rows *x, size_t rows, clip_bytes packed, size_t outputs,
                         size_t inputs, const float *bias, clip_activation kind, int adding, float *y, size_t y_stride);
