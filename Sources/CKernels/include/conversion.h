#pragma once
#include <stddef.h>
#include <stdint.h>

/* IEEE half and bfloat16 to float, n values. */
void clip_from_half(const uint16_t *x, float *y, size_t n);
void clip_from_bfloat(const uint16_t *x, float *y, size_t n);

/* Whether every value is a number and not infinite. */
int clip_is_finite(const float *x, size_t n);
