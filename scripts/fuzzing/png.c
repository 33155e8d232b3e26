/* libFuzzer over CPNG with AddressSanitizer; libpng is checked where it writes into our memory.
   Built and run by scripts/fuzz --sanitized. */
#include "CPNG.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    struct cpng_header header;
    struct cpng_failure failure;
    if (!cpng_read_header(bytes, count, &header, &failure)) return 0;
    size_t pixels = (size_t)header.width * header.height;
    if (pixels > 1 << 20) return 0;
    void *out = malloc(pixels * 4);
    cpng_read_rgba(bytes, count, out, &failure);
    free(out);
    if (header.colour_type == CPNG_GREY && header.bit_depth == 16) {
        out = malloc(pixels * 2);
        cpng_read_grey16(bytes, count, out, &failure);
        free(out);
    }
    return 0;
}
