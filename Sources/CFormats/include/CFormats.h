#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Pictures that few datasets have: their decoders are loaded when the first of them is met, and called here, where the
   libraries' own headers check each call. Nothing links to them. */

enum cformats_library { CFORMATS_TIFF, CFORMATS_HEIF, CFORMATS_AVIF, CFORMATS_JXL };

/* Whether the library is there; it stays loaded. From any thread. */
bool cformats_load(enum cformats_library library);
/* Debian's package that has it: "libheif1". */
const char *cformats_package(enum cformats_library library);

enum cformats_reason {
    CFORMATS_CORRUPT,
    CFORMATS_ENDS_EARLY,
    CFORMATS_NO_LIBRARY,
    /* More pixels or a longer side than asked for: their numbers are in `width` and `height`. */
    CFORMATS_TOO_LARGE,
    CFORMATS_NO_MEMORY,
};

struct cformats_failure {
    enum cformats_reason reason;
    uint32_t width, height;
    /* The library's words. */
    char message[200];
};

/* What is decoded at most. */
struct cformats_limits {
    uint64_t pixels;
    uint32_t side;
};

/* Whoever asked for it frees `samples`. */
struct cformats_picture {
    uint32_t width, height;
    /* 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA; 0 where `samples` are a JPEG file of `count` bytes. */
    uint8_t channels;
    /* 8, or 16 in the machine's order. */
    uint8_t bits;
    /* EXIF's number. */
    uint8_t orientation;
    uint8_t *samples;
    size_t count;
};

/* Transformations are applied. */
bool cformats_heif(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                   struct cformats_failure *failure);
/* Of a sequence the first picture. The transformations are told as an orientation. */
bool cformats_avif(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                   struct cformats_failure *failure);
/* Of an animation the first frame, or the JPEG that was packed. */
bool cformats_jxl(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                  struct cformats_failure *failure);

/* The first page of a TIFF as it is stored. */
struct cformats_page {
    uint32_t width, height;
    /* As it was decoded: `is_rgb` where libtiff turned YCbCr into RGBA (channels 4) or RGB (channels 3). */
    uint16_t bits, channels, photometric, sample_format;
    bool is_rgb, is_planar;
    /* RGB, three bytes a colour, of 2^bits colours. */
    uint8_t palette[768];
    /* Null where a pixel has more bits than any picture's. Rows of whole bytes; one plane after the other where it is planar. 16 bit in the machine's order. */
    uint8_t *rows;
    size_t stride;
};

bool cformats_tiff(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_page *page,
                   struct cformats_failure *failure);
