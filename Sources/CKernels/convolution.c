#include "convolution.h"
#include "dispatch.h"
#include <string.h>

typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { LANES = 16, TILE = 4, WIDE = 2 * TILE };

/* A channel group of `n` output pixels, a constant, beside each other, from column x on, whose windows have no column
   outside the image; the rows [from, to) of the windows are inside, and begin at row `top` of `in`. */
INLINE void inner_pixels(const int n, const float *in, const float *weights, float *out, const clip_depthwise_shape *s,
                         long top, long from, long to, long x, const int k, const int stride) {
    CONTRACT
    lanes sum[WIDE] = {{0}};
    long c = (long)s->channels;
    in += ((top + from) * (long)s->columns + x * stride - (long)s->before_x) * c;
    weights += from * k * c;
    for (long i = from; i < to; i++, in += (long)s->columns * c, weights += k * c)
        for (int j = 0; j < k; j++) {
            lanes w = *(const lanes *)(weights + j * c);
            for (int t = 0; t < n; t++) sum[t] += *(const lanes *)(in + (t * stride + j) * c) * w;
        }
    for (int t = 0; t < n; t++) *(lanes *)(out + (x + t) * c) = sum[t];
}

/* `n` channel groups, a constant, of the output pixel of column x, of whose window the columns [left, right) are inside
   the image too. */
INLINE void outer_pixel(const int n, const float *in, const float *weights, float *out, const clip_depthwise_shape *s,
                        long top, long from, long to, long left, long right, long x, const int k, const int stride) {
    CONTRACT
    lanes sum[TILE] = {{0}};
    long c = (long)s->channels;
    for (long i = from; i < to; i++) {
        const float *pixel = in + ((top + i) * (long)s->columns + x * stride - (long)s->before_x + left) * c;
        const float *w = weights + (i * k + left) * c;
        for (long j = left; j < right; j++, pixel += c, w += c)
            for (int g = 0; g < n; g++) sum[g] += ((const lanes *)pixel)[g] * ((const lanes *)w)[g];
    }
    for (int g = 0; g < n; g++) ((lanes *)(out + x * c))[g] = sum[g];
}

/* The whole channel groups of a row of output, whose windows begin at the image's row y. */
INLINE void row_of(const float *in, const float *weights, float *out, const clip_depthwise_shape *s, long y, const int k,
                   const int stride) {
    long c = (long)s->channels, columns = (long)s->columns, width = (long)s->out_columns, before = (long)s->before_x;
    long whole = c - c % LANES, top = y - (long)s->first_row;
    long from = y < 0 ? -y : 0, to = (long)s->height - y < k ? (long)s->height - y : k;
    long first = (before + stride - 1) / stride, last = first;  /* whose windows have no column outside */
    if (columns + before >= k && (columns - k + before) / stride + 1 > first) last = (columns - k + before) / stride + 1;
    last = first + (last - first) / TILE * TILE;
    if (last > width) first = last = width;
    for (long group = 0; group < whole; group += LANES) {
        long x = first;
        for (; x + WIDE <= last; x += WIDE)
            inner_pixels(WIDE, in + group, weights + group, out + group, s, top, from, to, x, k, stride);
        if (x < last) inner_pixels(TILE, in + group, weights + group, out + group, s, top, from, to, x, k, stride);
    }
    for (long group = 0; group < whole;) {
        int several = group + TILE * LANES <= whole;
        for (long x = 0; x < width; x++) {
            if (x == first) x = last;
            if (x == width) break;
            long start = x * stride - before, left = start < 0 ? -start : 0;
            long right = columns - start < k ? columns - start : k;
            if (several)
                outer_pixel(TILE, in + group, weights + group, out + group, s, top, from, to, left, right, x, k, stride);
            else outer_pixel(1, in + group, weights + group, out + group, s, top, from, to, left, right, x, k, stride);
        }
        group += several ? TILE * LANES : LANES;
    }
}

static void remaining_channels(const float *in, const float *weights, float *out, const clip_depthwise_shape *s,
                               size_t from) {
    long k = (long)s->kernel, c = (long)s->channels;
    for (size_t r = 0; r < s->out_rows; r++)
        for (size_t x = 0; x < s->out_columns; x++)
            for (long channel = (long)from; channel < c; channel++) {
                float sum = 0;
                for (long i = 0; i < k; i++)
                    for (long j = 0; j < k; j++) {
                        long row = (long)((s->out_first + r) * s->stride) - (long)s->before_y + i;
                        long column = (long)(x * s->stride) - (long)s->before_x + j;
                        if (row < 0 || row >= (long)s->height || column < 0 || column >= (long)s->columns) continue;
                        sum += in[((row - (long)s->first_row) * (long)s->columns + column) * c + channel]
                             * weights[(i * k + j) * c + channel];
                    }
                out[(long)(r * s->out_columns + x) * c + channel] = sum;
            }
}

KERNEL void clip_depthwise(const float *in, const float *weights, float *out, clip_depthwise_shape shape) {
    const clip_depthwise_shape *s = &shape;
    size_t c = s->channels, whole = c - c % LANES;
    for (size_t r = 0; r < s->out_rows; r++) {
        long y = (long)((s->out_first + r) * s->stride) - (long)s->before_y;
        float *to = out + r * s->out_columns * c;
        if (s->kernel == 3 && s->stride == 1) row_of(in, weights, to, s, y, 3, 1);
        else if (s->kernel == 3 && s->stride == 2) row_of(in, weights, to, s, y, 3, 2);
        else if (s->kernel == 5 && s->stride == 1) row_of(in, weights, to, s, y, 5, 1);
        else if (s->kernel == 5 && s->stride == 2) row_of(in, weights, to, s, y, 5, 2);
        else if (s->kernel == 7 && s->stride == 1) row_of(in, weights, to, s, y, 7, 1);
        else if (s->kernel == 7 && s->stride == 2) row_of(in, weights, to, s, y, 7, 2);
    }
    if (whole < c) remaining_channels(in, weights, out, s, whole);
}

KERNEL void clip_mean_pool(const float *in, float *out, size_t pixels, size_t channels) {
    for (size_t c = 0; c < channels; c++) out[c] = 0;
    for (size_t p = 0; p < pixels; p++, in += channels)
        for (size_t c = 0; c < channels; c++) out[c] += in[c];
    for (size_t c = 0; c < channels; c++) out[c] /= (float)pixels;
}

KERNEL void clip_average_pool(const float *in, float *out, size_t height, size_t width, size_t channels,
                              size_t size) {
    float share = 1.0f / (float)(size * size);
    for (size_t y = 0; y < height / size; y++)
        for (size_t x = 0; x < width / size; x++, out += channels) {
            for (size_t c = 0; c < channels; c++) out[c] = 0;
            for (size_t i = 0; i < size; i++)
                for (size_t j = 0; j < size; j++) {
                    const float *from = in + ((y * size + i) * width + x * size + j) * channels;
                    for (size_t c = 0; c < channels; c++) out[c] += from[c];
                }
            for (size_t c = 0; c < channels; c++) out[c] *= share;
        }
}
