#include "library.h"

#include <libheif/heif.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS(F)                                                                                                   \
    F(heif_context_alloc) F(heif_context_free) F(heif_context_read_from_memory_without_copy)                           \
    F(heif_context_set_maximum_image_size_limit)                                                                       \
    F(heif_context_get_primary_image_handle) F(heif_image_handle_release) F(heif_image_handle_get_width)               \
    F(heif_image_handle_get_height) F(heif_image_handle_has_alpha_channel) F(heif_decode_image)                        \
    F(heif_decoding_options_alloc) F(heif_decoding_options_free) F(heif_image_get_primary_width)                       \
    F(heif_image_get_primary_height) F(heif_image_get_plane_readonly) F(heif_image_release)

static struct { FUNCTIONS(CFORMATS_FIELD) } lib;
static bool present;
const char *const cformats_soname_heif = "libheif.so.1";

static void load(void) {
    const struct cformats_function functions[] = {FUNCTIONS(CFORMATS_ENTRY)};
    present = cformats_open(cformats_soname_heif, functions, sizeof functions / sizeof *functions);
}

bool cformats_load_heif(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return present;
}

static bool failed(struct heif_error error, struct cformats_failure *failure) {
    if (error.code == heif_error_Ok) return false;
    enum cformats_reason reason = error.code == heif_error_Memory_allocation_error ? CFORMATS_NO_MEMORY
        : error.subcode == heif_suberror_End_of_data                               ? CFORMATS_ENDS_EARLY
                                                                                   : CFORMATS_CORRUPT;
    cformats_fail(failure, reason, "%s", error.message ? error.message : "it cannot be decoded");
    return true;
}

/* Copies the rows without what pads them. */
static bool copy(struct heif_image *image, struct cformats_limits limits, struct cformats_picture *picture,
                 struct cformats_failure *failure) {
    int width = lib.heif_image_get_primary_width(image), height = lib.heif_image_get_primary_height(image);
    if (width < 0 || height < 0 || !cformats_fits((uint64_t)width, (uint64_t)height, limits, failure)) return false;
    int stride = 0;
    const uint8_t *plane = lib.heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    size_t row = (size_t)width * picture->channels;
    if (!plane || stride < 0 || (size_t)stride < row) {
        return cformats_fail(failure, CFORMATS_CORRUPT, "it has no pixels");
    }
    picture->count = row * (size_t)height;
    picture->samples = malloc(picture->count);
    if (!picture->samples) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    for (size_t y = 0; y < (size_t)height; y++) memcpy(picture->samples + y * row, plane + y * (size_t)stride, row);
    picture->width = (uint32_t)width;
    picture->height = (uint32_t)height;
    return true;
}

static bool decode(const struct heif_image_handle *handle, struct cformats_limits limits,
                   struct cformats_picture *picture, struct cformats_failure *failure) {
    int width = lib.heif_image_handle_get_width(handle), height = lib.heif_image_handle_get_height(handle);
    if (width < 0 || height < 0 || !cformats_fits((uint64_t)width, (uint64_t)height, limits, failure)) return false;
    bool has_alpha = lib.heif_image_handle_has_alpha_channel(handle);
    *picture = (struct cformats_picture){.channels = has_alpha ? 4 : 3, .bits = 8, .orientation = 1};
    struct heif_decoding_options *options = lib.heif_decoding_options_alloc();
    if (!options) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    options->convert_hdr_to_8bit = true;
    struct heif_image *image = NULL;
    struct heif_error error = lib.heif_decode_image(
        handle, &image, heif_colorspace_RGB, has_alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB,
        options);
    lib.heif_decoding_options_free(options);
    if (failed(error, failure)) return false;
    bool done = copy(image, limits, picture, failure);
    lib.heif_image_release(image);
    return done;
}

/* Bits of a parameter set, the highest first; behind the end zeros. */
struct bits { const uint8_t *bytes; size_t count, position; };

static uint32_t read_bits(struct bits *in, int n) {
    uint32_t value = 0;
    for (; n > 0; n--, in->position++) {
        size_t byte = in->position / 8;
        value = value << 1 | (byte < in->count ? in->bytes[byte] >> (7 - in->position % 8) & 1u : 0u);
    }
    return value;
}

/* Exp-Golomb (ITU-T H.265, 9.2). */
static uint32_t read_number(struct bits *in) {
    int zeros = 0;
    while (zeros < 31 && in->position < in->count * 8 && !read_bits(in, 1)) zeros++;
    return (1u << zeros) - 1 + read_bits(in, zeros);
}

/* The size that a sequence parameter set of HEVC says (H.265, 7.3.2.2). */
static bool fits_coded(const uint8_t *unit, size_t count, struct cformats_limits limits, struct cformats_failure *failure) {
    uint8_t start[96];
    size_t length = 0;
    for (size_t i = 0, zeros = 0; i < count && length < sizeof start; i++) {
        if (zeros >= 2 && unit[i] == 3) { zeros = 0; continue; }
        zeros = unit[i] ? 0 : zeros + 1;
        start[length++] = unit[i];
    }
    struct bits in = {start, length, 16 + 4};
    if (read_bits(&in, 3)) return true; /* Layers, which no picture has. */
    in.position += 1 + 96;
    read_number(&in);
    if (read_number(&in) == 3) in.position++;
    uint32_t width = read_number(&in), height = read_number(&in);
    return in.position > length * 8 || cformats_fits(width, height, limits, failure);
}

/* libheif believes the container and takes memory for what the coded pictures say: each is asked first (ISO/IEC 14496-15,
   8.3.3.1). */
static bool all_fit(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_failure *failure) {
    for (size_t i = 0; i + 27 < count; i++) {
        if (memcmp(bytes + i, "hvcC", 4)) continue;
        size_t at = i + 4 + 23;
        for (int arrays = bytes[at - 1]; arrays > 0 && at + 3 <= count; arrays--) {
            int kind = bytes[at] & 63, units = bytes[at + 1] << 8 | bytes[at + 2];
            at += 3;
            for (; units > 0 && at + 2 <= count; units--) {
                size_t length = (size_t)(bytes[at] << 8 | bytes[at + 1]);
                at += 2;
                if (length > count - at) return true;
                if (kind == 33 && !fits_coded(bytes + at, length, limits, failure)) return false;
                at += length;
            }
        }
    }
    return true;
}

bool cformats_heif(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                   struct cformats_failure *failure) {
    if (!cformats_load_heif()) return cformats_fail(failure, CFORMATS_NO_LIBRARY, "%s", cformats_package(CFORMATS_HEIF));
    if (!all_fit(bytes, count, limits, failure)) return false;
    struct heif_context *context = lib.heif_context_alloc();
    if (!context) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    lib.heif_context_set_maximum_image_size_limit(context, (int)limits.side);
    struct heif_image_handle *handle = NULL;
    cformats_hush();
    bool done = !failed(lib.heif_context_read_from_memory_without_copy(context, bytes, count, NULL), failure)
        && !failed(lib.heif_context_get_primary_image_handle(context, &handle), failure)
        && decode(handle, limits, picture, failure);
    if (handle) lib.heif_image_handle_release(handle);
    lib.heif_context_free(context);
    cformats_unhush();
    return done;
}
