#pragma once
#include <stddef.h>

/* What the processor and the system can do together, as far as kernels ask: 4 is AVX-512 (F, BW, CD, DQ and VL), 3 is AVX2
   with FMA, 0 is less, or another kind of processor. The numbers are those of x86-64's levels. */
int clip_processor_level(void);

/* Calls a function that may use instructions which the processor lacks, or read where there is nothing. Returns 0 where it
   ended with SIGILL, SIGSEGV, SIGBUS or SIGFPE; the process is then only good for being replaced. */
int clip_survives(void (*attempt)(void *), void *context);

/* y[rows, columns] = x[rows, depth] times w[columns, depth] transposed, one product after the other in double. */
void clip_plain_product(const float *x, const float *w, float *y, size_t rows, size_t columns, size_t depth);
