#include "logistic.h"
#include "dispatch.h"
#include "exponential.h"
#include <math.h>

INLINE double row_loss(float *x, size_t label, size_t classes) {
    CONTRACT
    float own = x[label], highest = x[0], sum = 0;
    for (size_t c = 1; c < classes; c++) highest = x[c] > highest ? x[c] : highest;
    for (size_t c = 0; c < classes; c++) {
        x[c] = exponential(x[c] - highest);
        sum += x[c];
    }
    float others = 0;
    for (size_t c = 0; c < classes; c++) others += c == label ? 0 : x[c];
    float share = 1 / sum;
    for (size_t c = 0; c < classes; c++) x[c] *= share;
    x[label] = -others * share;
    if (own == highest) return log1p((double)others);
    return log((double)sum) + (double)highest - (double)own;
}

KERNEL double clip_logistic(float *logits, const int32_t *labels, size_t rows, size_t classes) {
    double loss = 0;
    for (size_t r = 0; r < rows; r++) loss += row_loss(logits + r * classes, (size_t)labels[r], classes);
    return loss;
}
