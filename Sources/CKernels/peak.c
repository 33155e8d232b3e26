#include "peak.h"
#if defined(__x86_64__)
#include <immintrin.h>

/* More sums than a core has in flight: two units times five cycles. */
enum { SUMS = 12 };

/* A value of which the compiler knows nothing. */
#define UNKNOWN(value) __asm__ volatile("" : "+v"(value))
#define EACH_SUM _Pragma("clang loop unroll(full)") for (int i = 0; i < SUMS; i++)

#define SUM_UP(vector, step)                                                                                         \
    vector sum[SUMS], x = {0}, w = {0};                                                                              \
    UNKNOWN(x);                                                                                                      \
    UNKNOWN(w);                                                                                                      \
    EACH_SUM {                                                                                                       \
        sum[i] = (vector){0};                                                                                        \
        UNKNOWN(sum[i]);                                                                                             \
    }                                                                                                                \
    _Pragma("clang loop unroll(disable)") for (size_t s = 0; s < steps; s++) EACH_SUM step;                          \
    EACH_SUM UNKNOWN(sum[i]);                                                                                        \
    return 2.0 * SUMS * (double)steps

static __attribute__((target("avx2,fma"))) double floats_by_avx2(size_t steps) {
    SUM_UP(__m256, sum[i] = _mm256_fmadd_ps(x, w, sum[i])) * 8;
}

static __attribute__((target("avx512f"))) double floats_by_avx512(size_t steps) {
    SUM_UP(__m512, sum[i] = _mm512_fmadd_ps(x, w, sum[i])) * 16;
}

/* As the kernel has them: products of 16-bit numbers, added in pairs, then to the sum. */
static __attribute__((target("avx2"))) double bytes_by_avx2(size_t steps) {
    SUM_UP(__m256i, {
        UNKNOWN(x);
        sum[i] = _mm256_add_epi32(sum[i], _mm256_madd_epi16(x, w));
    }) * 16;
}

static __attribute__((target("avx512f,avx512vnni"))) double bytes_by_vnni(size_t steps) {
    SUM_UP(__m512i, sum[i] = _mm512_dpbusd_epi32(sum[i], x, w)) * 64;
}

double clip_peak(clip_peak_loop loop, size_t steps) {
    int has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    switch (loop) {
    case CLIP_PEAK_AVX2_FLOATS: return has_avx2 ? floats_by_avx2(steps) : 0;
    case CLIP_PEAK_AVX512_FLOATS: return __builtin_cpu_supports("avx512f") ? floats_by_avx512(steps) : 0;
    case CLIP_PEAK_AVX2_BYTES: return has_avx2 ? bytes_by_avx2(steps) : 0;
    case CLIP_PEAK_VNNI_BYTES: return __builtin_cpu_supports("avx512vnni") ? bytes_by_vnni(steps) : 0;
    }
}
#else
double clip_peak(clip_peak_loop loop, size_t steps) { return (void)loop, (void)steps, 0; }
#endif
