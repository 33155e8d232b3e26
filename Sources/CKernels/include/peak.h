#pragma once
#include <stddef.h>

/* The innermost loop of a product without its memory: sums in registers that do not wait for each other. */
typedef enum { CLIP_PEAK_AVX2_FLOATS, CLIP_PEAK_AVX512_FLOATS, CLIP_PEAK_AVX2_BYTES, CLIP_PEAK_VNNI_BYTES } clip_peak_loop;

/* Runs it `steps` times. Returns the operations, of which a multiplication and its addition are two; 0 where the processor
   lacks the instructions. */
double clip_peak(clip_peak_loop loop, size_t steps);
