#include "CPNG.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct source {
    const uint8_t *bytes;
    size_t left;
    struct cpng_failure *failure;
};

static void fail(png_structp png, png_const_charp message) {
    struct source *source = png_get_error_ptr(png);
    snprintf(source->failure->message, sizeof source->failure->message, "%s", message);
    png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void supply(png_structp png, png_bytep out, size_t count) {
    struct source *source = png_get_io_ptr(png);
    if (count > source->left) {
        source->failure->ends_early = true;
        png_error(png, "the file ends early");
    }
    memcpy(out, source->bytes, count);
    source->bytes += count;
    source->left -= count;
}

/* Reads up to the first pixel, then lets `read` go on; both may leave by png_error. */
static bool with_png(const uint8_t *bytes, size_t count, void (*read)(png_structp, png_infop, void *), void *out,
                     struct cpng_failure *failure) {
    struct source source = {bytes, count, failure};
    *failure = (struct cpng_failure){false, "out of memory"};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, fail, ignore);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool done = false;
    if (info && !setjmp(png_jmpbuf(png))) {
        png_set_read_fn(png, &source, supply);
        png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
        png_set_user_limits(png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        /* Text, profiles and the like are passed over in small pieces: libpng would take the memory that they say they
           need before it reads them. */
        png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
        png_set_chunk_malloc_max(png, count);
        png_read_info(png, info);
        read(png, info, out);
        done = true;
    }
    png_destroy_read_struct(&png, &info, NULL);
    return done;
}

static void read_header(png_structp png, png_infop info, void *out) {
    struct cpng_header *header = out;
    *header = (struct cpng_header){
        .width = png_get_image_width(png, info),
        .height = png_get_image_height(png, info),
        .bit_depth = png_get_bit_depth(png, info),
        .colour_type = png_get_color_type(png, info),
        .has_transparency = png_get_valid(png, info, PNG_INFO_tRNS) != 0,
    };
    png_colorp colours = NULL;
    int colour_count = 0;
    if (png_get_PLTE(png, info, &colours, &colour_count)) {
        header->palette_count = (uint16_t)colour_count;
        for (int i = 0; i < colour_count; i++) {
            memcpy(header->palette + i * 3, (uint8_t[]){colours[i].red, colours[i].green, colours[i].blue}, 3);
        }
    }
}

/* Rows of `row_bytes` each, every pass of an interlaced file over the same memory. */
static void read_rows(png_structp png, png_infop info, uint8_t *out, size_t row_bytes) {
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    if (png_get_rowbytes(png, info) != row_bytes) png_error(png, "unexpected row length");
    uint32_t height = png_get_image_height(png, info);
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t y = 0; y < height; y++) png_read_row(png, out + y * row_bytes, NULL);
    }
}

/* Pillow compares tRNS, which counts in the file's depth, with levels that are spread to 8 bit already: of grey with
   2 or 4 bits it finds black only. */
static bool pillow_sees_transparency(png_structp png, png_infop info) {
    if (!png_get_valid(png, info, PNG_INFO_tRNS)) return false;
    png_color_16p value = NULL;
    png_get_tRNS(png, info, NULL, NULL, &value);
    int depth = png_get_bit_depth(png, info);
    bool is_spread = png_get_color_type(png, info) == PNG_COLOR_TYPE_GRAY && (depth == 2 || depth == 4);
    return !is_spread || value->gray == 0;
}

static void read_rgba(png_structp png, png_infop info, void *out) {
    int type = png_get_color_type(png, info), depth = png_get_bit_depth(png, info);
    bool transparency = pillow_sees_transparency(png, info);
    if (type == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (type == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (transparency) png_set_tRNS_to_alpha(png);
    if (depth == 16) png_set_strip_16(png);
    if (!(type & PNG_COLOR_MASK_COLOR)) png_set_gray_to_rgb(png);
    if (!(type & PNG_COLOR_MASK_ALPHA) && !transparency) png_set_add_alpha(png, 0xFF, PNG_FILLER_AFTER);
    read_rows(png, info, out, (size_t)png_get_image_width(png, info) * 4);
}

static void read_grey16(png_structp png, png_infop info, void *out) {
    const uint16_t one = 1;
    if (*(const uint8_t *)&one) png_set_swap(png);
    read_rows(png, info, out, (size_t)png_get_image_width(png, info) * 2);
}

bool cpng_read_header(const uint8_t *bytes, size_t count, struct cpng_header *header, struct cpng_failure *failure) {
    return with_png(bytes, count, read_header, header, failure);
}

bool cpng_read_rgba(const uint8_t *bytes, size_t count, uint8_t *rgba, struct cpng_failure *failure) {
    return with_png(bytes, count, read_rgba, rgba, failure);
}

bool cpng_read_grey16(const uint8_t *bytes, size_t count, uint16_t *grey, struct cpng_failure *failure) {
    return with_png(bytes, count, read_grey16, grey, failure);
}

uint8_t *cpng_write_rgb(const uint8_t *rgb, uint32_t width, uint32_t height, size_t *count) {
    png_image image = {.version = PNG_IMAGE_VERSION, .width = width, .height = height, .format = PNG_FORMAT_RGB};
    png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
    uint8_t *bytes = malloc(size);
    if (bytes && png_image_write_to_memory(&image, bytes, &size, 0, rgb, 0, NULL)) {
        *count = size;
        return bytes;
    }
    free(bytes);
    return NULL;
}
