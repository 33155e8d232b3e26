#pragma once

#include <stddef.h>
#include <stdint.h>

/* Numbers of a row that the fastest kernel is for. */
enum { CLIP_BYTES_A_ROW = 64 };

#if defined(__x86_64__)
/* The same cosines as clip_byte_cosines, to the bit, of as many rows as there are sixteens. -> how many they are */
size_t clip_byte_cosines_by_avx512(const int8_t *rows, size_t n, const int16_t *query, float scale, float *cosines,
                                   float *greatest);
#endif
