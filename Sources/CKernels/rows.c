#include "panels.h"

INLINE void copy(float *to, const float *from, size_t n) {
    if (n % LANES) {
        memcpy(to, from, n * sizeof(float));
        return;
    }
    for (size_t i = 0; i < n; i += LANES) memcpy(to + i, from + i, LANES * sizeof(float));
}

/* A part of one window: whole rows of the window lie one behind the other in the image. */
static void copy_window(const clip_rows *x, size_t row, size_t first, size_t depth, float *to) {
    size_t pixels = x->out_height * x->out_width, line = x->kernel * x->channels;
    const float *image = x->start + row / pixels * x->height * x->width * x->channels;
    long top = (long)(row % pixels / x->out_width * x->step) - (long)x->before_y;
    long left = (long)(row % x->out_width * x->step) - (long)x->before_x;
    for (size_t at = first, end = first + depth; at < end;) {
        size_t i = at / line, within = at % line;
        size_t n = line - within < end - at ? line - within : end - at;
        long y = top + (long)i;
        if (y < 0 || y >= (long)x->height) {
            memset(to, 0, n * sizeof(float));
        } else {
            const float *pixel = image + (size_t)y * x->width * x->channels;
            /* Floats of the image's row before the window's: negative where the window begins outside. */
            long from = left * (long)x->channels + (long)within, all = (long)(x->width * x->channels);
            long outside = from < 0 ? -from : 0;
            long inside = all - from < (long)n ? all - from : (long)n;
            if (outside > (long)n) outside = (long)n;
            if (inside < outside) inside = outside;
            if (outside) memset(to, 0, (size_t)outside * sizeof(float));
            copy(to + outside, pixel + from + outside, (size_t)(inside - outside));
            if (inside < (long)n) memset(to + inside, 0, (size_t)((long)n - inside) * sizeof(float));
        }
        to += n;
        at += n;
    }
}

void clip_copy_rows(const clip_rows *x, size_t row, size_t rows, size_t first, size_t depth, float *to, size_t stride) {
    for (size_t r = 0; r < rows; r++, to += stride) {
        if (x->kernel) copy_window(x, row + r, first, depth, to);
        else copy(to, x->start + (row + r) * x->stride + first, depth);
    }
}
