#pragma once
#include <stddef.h>
#include <stdint.h>

/* What the classifier says of one image. */
typedef struct {
    int32_t label;       /* the true class; -1: none */
    int32_t predicted;   /* the class of the highest score, of equal ones the first; -1: no answer */
    int32_t rank;        /* of the true class, 1 is best, of equal scores the first class leads; 0: no label */
    float confidence;    /* probability of `predicted` */
    float lead;          /* what it has more than the second best; with one class all of it */
    float probability;   /* of the true class, not below e^-87 / classes */
    float entropy;       /* of all probabilities, in nats */
} clip_outcome;

/* The softmax over the classes of scale * scores, told of each of n images and not kept.
   scores: [classes, n], at least one class; images: which of `out` each column is. Of those the label is read and
   below `classes`, the rest is written. Probabilities and the entropy are within 1e-6 of the exact values; a column
   that holds a NaN has no answer. Returns the number of answers. */
size_t clip_outcomes(const float *scores, size_t classes, size_t n, float scale, const ptrdiff_t *images,
                     clip_outcome *out);
