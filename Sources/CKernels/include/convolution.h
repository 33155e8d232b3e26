#pragma once
#include <stddef.h>

/* A depthwise convolution, channels last. `kernel` is 3, 5 or 7, `stride` 1 or 2. Rows and columns outside of the input
   are zeros.
   in: [rows, columns, channels], of which row 0 is row `first_row` of the image of `height` rows: rows
   outside of 0..<height are not read;
   weights: [kernel, kernel, channels]; out: [out_rows, out_columns, channels], its row 0 being row `out_first`;
   before_y, before_x: zeros above and to the left. */
typedef struct {
    size_t height, columns, channels, kernel, stride;
    size_t before_y, before_x;
    size_t first_row, out_first, out_rows, out_columns;
} clip_depthwise_shape;

void clip_depthwise(const float *in, const float *weights, float *out, clip_depthwise_shape shape);

/* Means over windows of size x size that do not overlap; what is left at the end is dropped.
   in: [height, width, channels], out: [height / size, width / size, channels]. */
void clip_average_pool(const float *in, float *out, size_t height, size_t width, size_t channels, size_t size);

/* out[c] = mean over `pixels` of in[pixel][c]. */
void clip_mean_pool(const float *in, float *out, size_t pixels, size_t channels);
