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

bool cformats_heif(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                   struct cformats_failure *failure) {
    if (!cformats_load_heif()) return cformats_fail(failure, CFORMATS_NO_LIBRARY, "%s", cformats_package(CFORMATS_HEIF));
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
