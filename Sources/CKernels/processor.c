#include "processor.h"

#include <setjmp.h>
#include <signal.h>

int clip_processor_level(void) {
#if defined(__x86_64__)
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 0;
    int has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    return has_avx512 ? 4 : 3;
#else
    return 0;
#endif
}

/* Signal handlers see nothing but globals. */
static sigjmp_buf before;

static void go_back(int signal_number) {
    (void)signal_number;
    siglongjmp(before, 1);
}

int clip_survives(void (*attempt)(void *), void *context) {
    static const int crashes[] = {SIGILL, SIGSEGV, SIGBUS, SIGFPE};
    enum { count = sizeof crashes / sizeof *crashes };
    struct sigaction saved[count], handler = {.sa_handler = go_back};
    sigemptyset(&handler.sa_mask);
    for (int i = 0; i < count; i++) sigaction(crashes[i], &handler, &saved[i]);
    volatile int survived = 0;
    if (sigsetjmp(before, 1) == 0) {
        attempt(context);
        survived = 1;
    }
    for (int i = 0; i < count; i++) sigaction(crashes[i], &saved[i], NULL);
    return survived;
}

void clip_plain_product(const float *x, const float *w, float *y, size_t rows, size_t columns, size_t depth) {
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            double sum = 0;
            for (size_t i = 0; i < depth; i++) sum += (double)x[row * depth + i] * (double)w[column * depth + i];
            y[row * columns + column] = (float)sum;
        }
}
