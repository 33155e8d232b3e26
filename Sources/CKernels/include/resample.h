#pragma once
#include <stddef.h>
#include <stdint.h>

/* The two passes of Pillow's 8-bit resampling (src/libImaging/Resample.c, MIT-CMU): weights are fixed point with 22 fraction
   bits (PRECISION_BITS), a sum is rounded, shifted back and clipped to 0...255. Exact: integers only. */

/* out[i] = sum over j < counts[i] of in[firsts[i] + j] * weights[i * taps + j]; pixels of 4 bytes, n of them. */
void resample_row(const uint8_t *in, uint8_t *out, const int32_t *firsts, const int32_t *counts,
                  const int32_t *weights, size_t taps, size_t n);

/* out[x] = sum over j < count of in[j * stride + x] * weights[j]; x < bytes, a multiple of 4; stride in bytes. */
void resample_column(const uint8_t *in, size_t stride, uint8_t *out, const int32_t *weights, size_t count,
                     size_t bytes);
