#include "freed_memory.h"

#if defined(__linux__)
#include <malloc.h>
#endif

void clip_keep_freed_memory(void) {
#if defined(M_MMAP_THRESHOLD) && defined(M_TRIM_THRESHOLD)
    mallopt(M_MMAP_THRESHOLD, 32 << 20);    /* the largest that it takes */
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}
