#include "scores.h"
#include "dispatch.h"

typedef float lanes __attribute__((ext_vector_type(CLIP_SCORE_LANES), aligned(4)));
/* Images whose sums fit into the registers, 16 of 8 floats or 32 of 16. */
enum { TILE = 6 };

/* `count` images, a constant, and 16 classes, of which the first `classes` are stored. The images after them are asked
   for meanwhile: a few short streams are too short for the processor to notice. */
static inline __attribute__((always_inline)) void tile(const float *images, size_t count, size_t dimension,
                                                       const float *weights, size_t classes, float *scores, size_t n) {
    CONTRACT
    lanes sum[TILE] = {0};
    for (size_t k = 0; k < dimension; k++, weights += CLIP_SCORE_LANES) {
        lanes w = *(const lanes *)weights;
        for (size_t i = 0; i < count && k % 16 == 0; i++) __builtin_prefetch(images + (i + count) * dimension + k);
        for (size_t i = 0; i < count; i++) sum[i] += w * images[i * dimension + k];
    }
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < classes; c++) scores[c * n + i] = sum[i][c];
}

KERNEL void clip_scores(const float *images, size_t n, size_t dimension, const float *weights, size_t classes,
                        float *scores) {
    for (size_t c = 0; c < classes; c += CLIP_SCORE_LANES, weights += dimension * CLIP_SCORE_LANES) {
        size_t stored = classes - c < CLIP_SCORE_LANES ? classes - c : CLIP_SCORE_LANES;
        float *to = scores + c * n;
        size_t i = 0;
        for (; i + TILE <= n; i += TILE) tile(images + i * dimension, TILE, dimension, weights, stored, to + i, n);
        for (; i < n; i++) tile(images + i * dimension, 1, dimension, weights, stored, to + i, n);
    }
}
