#include "outcomes.h"
#include "dispatch.h"
#include "exponential.h"
#include <math.h>

/* Images whose sums are kept beside each other, in the first-level cache. */
enum { STRIP = 64 };

/* Lanes are images, so that any number of classes fills them. */
static inline __attribute__((always_inline)) size_t strip(const float *scores, size_t stride, size_t classes, size_t n,
                                                          float scale, const ptrdiff_t *images, clip_outcome *out) {
    CONTRACT
    float highest[STRIP], second[STRIP], own[STRIP], sum[STRIP], weighted[STRIP];
    int32_t best[STRIP], label[STRIP], rank[STRIP];
    for (size_t i = 0; i < n; i++) {
        label[i] = out[images[i]].label;
        own[i] = label[i] < 0 ? INFINITY : scores[(size_t)label[i] * stride + i];
        highest[i] = second[i] = -INFINITY;
        sum[i] = weighted[i] = 0;
        best[i] = 0;
        rank[i] = 1;
    }
    for (size_t c = 0; c < classes; c++) {
        const float *row = scores + c * stride;
        for (size_t i = 0; i < n; i++) {
            float s = row[i];
            float lower = s > highest[i] ? highest[i] : s;
            best[i] = s > highest[i] ? (int32_t)c : best[i];
            highest[i] = s > highest[i] ? s : highest[i];
            second[i] = lower > second[i] ? lower : second[i];
        }
    }
    /* With z = scale (s - highest) and sum = the sum of e^z: p = e^z / sum, entropy = log sum - (sum of z e^z) / sum. */
    for (size_t c = 0; c < classes; c++) {
        const float *row = scores + c * stride;
        for (size_t i = 0; i < n; i++) {
            float z = scale * (row[i] - highest[i]);
            float power = exponential(z);
            sum[i] += power;
            weighted[i] += power * z;
            rank[i] += (row[i] > own[i]) | ((row[i] == own[i]) & ((int32_t)c < label[i]));
        }
    }
    size_t answers = 0;
    for (size_t i = 0; i < n; i++) {
        clip_outcome *o = out + images[i];
        int isKnown = sum[i] > 0;
        float share = 1 / sum[i];
        o->predicted = isKnown ? best[i] : -1;
        o->rank = label[i] < 0 ? 0 : rank[i];
        o->confidence = share;
        o->lead = share - share * exponential(scale * (second[i] - highest[i]));
        o->probability = label[i] < 0 ? 0 : share * exponential(scale * (own[i] - highest[i]));
        o->entropy = logf(sum[i]) - weighted[i] * share;
        answers += (size_t)isKnown;
    }
    return answers;
}

KERNEL size_t clip_outcomes(const float *scores, size_t classes, size_t n, float scale, const ptrdiff_t *images,
                            clip_outcome *out) {
    size_t answers = 0, from = 0;
    for (; from + STRIP <= n; from += STRIP)
        answers += strip(scores + from, n, classes, STRIP, scale, images + from, out);
    if (from < n) answers += strip(scores + from, n, classes, n - from, scale, images + from, out);
    return answers;
}
