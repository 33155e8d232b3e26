#include "convolution.h"
#include "dispatch.h"
#include <string.h>

typedef float lanes __attribute__((vector_size(64), aligned(4)));
enum { LANES = 16, TILE = 4 };

/* One channel group of one output pixel, whatever of the window lies inside the image. */
static inline __attribute__((always_inline)) void border(const float *in, const float *weights, float *out,
                                                         const clip_depthwise_shape *s, long y, long x) {
    CONTRACT
    lanes sum = {0};
    long k = (long)s->kernel, c = (long)s->channels;
    for (long i = 0; i < k; i++) {
        if (y + i < 0 || y + i >= (long)s->height) continue;
        const float *row = in + (y + i - (long)s->first_row) * (long)s->columns * c;
        for (long j = 0; j < k; j++) {
            if (x + j < 0 || x + j >= (long)s->columns) continue;
            sum += *(const lanes *)(row + (x + j) * c) * *(const lanes *)(weights + (i * k + j) * c);
        }
    }
    *(lanes *)out = sum;
}

/* A channel group of a row of output. */
static inline __attribute__((always_inline)) void row_of(const float *in, const float *weights, float *out,
                                                         const clip_depthwise_shape *s, long y, int k, int stride) {
    CONTRACT
    long c = (long)s->channels, columns = (long)s->columns, width = (long)s->out_columns, before = (long)s->before_x;
    long first = (before + stride - 1) / stride;
    long last = (columns - k + before) / stride + 1;        /* of the windows wholly inside */
    if (columns + before < k) last = first;
    last = last < first ? first : last > width ? width : last;
    int inside = y >= 0 && y + k <= (long)s->height;
    long x = 0;
    for (; x < width && (x < first || !inside); x++)
        border(in, weights, out + x * c, s, y, x * stride - before);
    const float *rows = in + (y - (long)s->first_row) * columns * c;
    for (; x + TILE <= last; x += TILE) {
        lanes sum[TILE] = {{0}};
        for (int i = 0; i < k; i++) {
            const float *from = rows + (i * columns + x * stride - before) * c;
            for (int j = 0; j < k; j++) {
                lanes w = *(const lanes *)(weights + (i * k + j) * c);
                for (int t = 0; t < TILE; t++) sum[t] += *(const lanes *)(from + (t * stride + j) * c) * w;
            }
        }
        for (int t = 0; t < TILE; t++) *(lanes *)(out + (x + t) * c) = sum[t];
    }
    for (; x < width; x++) border(in, weights, out + x * c, s, y, x * stride - before);
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
        for (size_t group = 0; group < whole; group += LANES) {
            const float *w = weights + group;
            float *to = out + r * s->out_columns * c + group;
            if (s->kernel == 3 && s->stride == 1) row_of(in + group, w, to, s, y, 3, 1);
            else if (s->kernel == 3 && s->stride == 2) row_of(in + group, w, to, s, y, 3, 2);
            else if (s->kernel == 5 && s->stride == 1) row_of(in + group, w, to, s, y, 5, 1);
            else if (s->kernel == 5 && s->stride == 2) row_of(in + group, w, to, s, y, 5, 2);
        }
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
