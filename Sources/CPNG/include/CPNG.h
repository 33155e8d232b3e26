#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* libpng behind functions that return instead of jumping: Swift cannot call setjmp. */

enum { CPNG_GREY = 0, CPNG_RGB = 2, CPNG_PALETTE = 3, CPNG_GREY_ALPHA = 4, CPNG_RGBA = 6 };

struct cpng_header {
    uint32_t width, height;
    uint8_t bit_depth, colour_type; /* as in IHDR */
    bool has_transparency;          /* a tRNS chunk */
    uint16_t palette_count;
    uint8_t palette[256 * 3]; /* RGB, palette_count colours */
};

struct cpng_failure {
    bool ends_early; /* the file is cut short */
    char message[128]; /* libpng's words */
};

/* Each returns false and fills `failure` where the file cannot be read. Checksums of all chunks up to the last
   pixel count, as for Pillow; what follows the pixels is not looked at. */

bool cpng_read_header(const uint8_t *bytes, size_t count, struct cpng_header *header, struct cpng_failure *failure);

/* rgba: [height, width, 4]; 16 bit keeps the high byte, gamma is left alone. */
bool cpng_read_rgba(const uint8_t *bytes, size_t count, uint8_t *rgba, struct cpng_failure *failure);

/* grey: [height, width], for 16 bit grey files only. */
bool cpng_read_grey16(const uint8_t *bytes, size_t count, uint16_t *grey, struct cpng_failure *failure);

/* Writes a file of 8 bit RGB, [height, width, 3], and gives its bytes, which free() takes back; NULL without memory. */
uint8_t *cpng_write_rgb(const uint8_t *rgb, uint32_t width, uint32_t height, size_t *count);
