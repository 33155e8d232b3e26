#pragma once

/* Compiled once for each level of x86-64 and chosen when the program starts: one portable binary, at the speed of
   the machine it runs on. Elsewhere the compiler's default. */
#if defined(__x86_64__) && defined(__linux__)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERNEL
#endif
#define CONTRACT _Pragma("clang fp contract(fast)")
#define INLINE static inline __attribute__((always_inline))
