#include "library.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

/* libtiff 4.5 can be told how much memory a tag may take. */
#define HAS_OPTIONS (TIFFLIB_VERSION >= 20221213)
#if HAS_OPTIONS
#define OPTION_FUNCTIONS(F)                                                                                            \
    F(TIFFOpenOptionsAlloc) F(TIFFOpenOptionsFree) F(TIFFOpenOptionsSetMaxSingleMemAlloc) F(TIFFClientOpenExt)
#else
#define OPTION_FUNCTIONS(F) F(TIFFClientOpen)
#endif
#define FUNCTIONS(F)                                                                                                   \
    F(TIFFClose) F(TIFFGetField) F(TIFFGetFieldDefaulted) F(TIFFSetField) F(TIFFIsTiled) F(TIFFTileSize64)             \
    F(TIFFScanlineSize64) F(TIFFReadEncodedStrip) F(TIFFReadEncodedTile) F(TIFFComputeTile) F(TIFFComputeStrip)        \
    F(TIFFReadRGBAImageOriented) F(TIFFSetErrorHandler) F(TIFFSetWarningHandler) OPTION_FUNCTIONS(F)

static struct { FUNCTIONS(CFORMATS_FIELD) } lib;
static bool present;
#if TIFFLIB_VERSION >= 20221213
const char *const cformats_soname_tiff = "libtiff.so.6";
#else
const char *const cformats_soname_tiff = "libtiff.so.5";
#endif

/* libtiff's handler is one for the process: what it says of a picture waits here for the thread that reads it. */
static _Thread_local char last_error[160];

static void note(const char *module, const char *format, va_list arguments) {
    (void)module;
    if (!*last_error) vsnprintf(last_error, sizeof last_error, format, arguments);
}

static void load(void) {
    const struct cformats_function functions[] = {FUNCTIONS(CFORMATS_ENTRY)};
    present = cformats_open(cformats_soname_tiff, functions, sizeof functions / sizeof *functions);
    if (!present) return;
    lib.TIFFSetErrorHandler(note);
    lib.TIFFSetWarningHandler(NULL);
}

bool cformats_load_tiff(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return present;
}

struct source {
    const uint8_t *bytes;
    uint64_t count, position;
    bool ends_early;
};

static tmsize_t read_bytes(thandle_t handle, void *out, tmsize_t size) {
    struct source *source = handle;
    uint64_t left = source->position < source->count ? source->count - source->position : 0;
    uint64_t taken = (uint64_t)size < left ? (uint64_t)size : left;
    if (taken < (uint64_t)size) source->ends_early = true;
    if (taken) memcpy(out, source->bytes + source->position, taken);
    source->position += taken;
    return (tmsize_t)taken;
}

static tmsize_t write_bytes(thandle_t handle, void *in, tmsize_t size) {
    (void)handle, (void)in, (void)size;
    return 0;
}

static toff_t seek(thandle_t handle, toff_t offset, int whence) {
    struct source *source = handle;
    source->position = whence == SEEK_SET ? offset : whence == SEEK_CUR ? source->position + offset : source->count + offset;
    return source->position;
}

static int close_source(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size_of(thandle_t handle) { return ((struct source *)handle)->count; }

/* Without a map ("m") each read is asked for, and one behind the end is noticed. */
static TIFF *open_source(struct source *source, uint64_t memory) {
#if HAS_OPTIONS
    TIFFOpenOptions *options = lib.TIFFOpenOptionsAlloc();
    if (!options) return NULL;
    lib.TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)memory);
    TIFF *tiff = lib.TIFFClientOpenExt("picture", "rm", source, read_bytes, write_bytes, seek, close_source, size_of, NULL,
                                       NULL, options);
    lib.TIFFOpenOptionsFree(options);
    return tiff;
#else
    (void)memory;
    return lib.TIFFClientOpen("picture", "rm", source, read_bytes, write_bytes, seek, close_source, size_of, NULL, NULL);
#endif
}

static bool failed(const struct source *source, const char *otherwise, struct cformats_failure *failure) {
    return cformats_fail(failure, source->ends_early ? CFORMATS_ENDS_EARLY : CFORMATS_CORRUPT, "%s",
                         *last_error ? last_error : otherwise);
}

/* The most bytes that a byte of the file can become; 0 where nothing bounds it. */
static uint64_t expansion(uint16_t compression) {
    switch (compression) {
    case COMPRESSION_NONE: return 1;
    case COMPRESSION_PACKBITS: return 64;
    /* A code of 12 bits stands for 4094 bytes at most. */
    case COMPRESSION_LZW: return 4096;
    case COMPRESSION_DEFLATE:
    case COMPRESSION_ADOBE_DEFLATE: return 1032;
    default: return 0;
    }
}

static void read_palette(TIFF *tiff, struct cformats_page *page) {
    uint16_t *red = NULL, *green = NULL, *blue = NULL;
    if (page->photometric != PHOTOMETRIC_PALETTE || page->bits > 8
        || !lib.TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue)) {
        return;
    }
    for (int i = 0; i < 1 << page->bits; i++) {
        const uint16_t colour[] = {red[i], green[i], blue[i]};
        for (int c = 0; c < 3; c++) page->palette[i * 3 + c] = (uint8_t)(colour[c] >> 8);
    }
}

static bool read_strips(TIFF *tiff, struct source *source, struct cformats_page *page, int planes,
                        struct cformats_failure *failure) {
    uint32_t rows = 0;
    lib.TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
    if (rows == 0) return cformats_fail(failure, CFORMATS_CORRUPT, "strips of no rows");
    for (int plane = 0; plane < planes; plane++) {
        for (uint32_t y = 0; y < page->height;) {
            uint32_t count = page->height - y < rows ? page->height - y : rows;
            tmsize_t size = (tmsize_t)(count * page->stride);
            uint8_t *target = page->rows + ((size_t)plane * page->height + y) * page->stride;
            uint32_t strip = lib.TIFFComputeStrip(tiff, y, (uint16_t)plane);
            if (lib.TIFFReadEncodedStrip(tiff, strip, target, size) != size) {
                return failed(source, "its rows cannot be decoded", failure);
            }
            y += count;
        }
    }
    return true;
}

static bool read_tiles(TIFF *tiff, struct source *source, struct cformats_page *page, int planes,
                       struct cformats_failure *failure) {
    uint32_t width = 0, height = 0;
    uint64_t size = lib.TIFFTileSize64(tiff);
    lib.TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &width);
    lib.TIFFGetField(tiff, TIFFTAG_TILELENGTH, &height);
    uint64_t bits = (uint64_t)width * page->bits * (planes > 1 ? 1 : page->channels);
    uint64_t stride = (bits + 7) / 8;
    /* The last tiles of a row and a column are whole ones too. */
    uint64_t most = (page->stride + stride) * ((uint64_t)page->height + height);
    if (width == 0 || height == 0 || bits % 8 || size != stride * height || height > 1 << 20 || stride > 1 << 26
        || size > most || size > (uint64_t)page->stride * page->height + (64 << 20)) {
        return cformats_fail(failure, CFORMATS_CORRUPT, "tiles of %ux%u", width, height);
    }
    uint8_t *tile = malloc(size);
    if (!tile) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    for (int plane = 0; plane < planes; plane++) {
        for (uint64_t y = 0; y < page->height; y += height) {
            for (uint64_t x = 0, column = 0; x < page->width; x += width, column += stride) {
                uint32_t index = lib.TIFFComputeTile(tiff, (uint32_t)x, (uint32_t)y, 0, (uint16_t)plane);
                if (lib.TIFFReadEncodedTile(tiff, index, tile, (tmsize_t)size) != (tmsize_t)size) {
                    free(tile);
                    return failed(source, "its tiles cannot be decoded", failure);
                }
                uint64_t taken = page->stride - column < stride ? page->stride - column : stride;
                for (uint64_t row = 0; row < height && y + row < page->height; row++) {
                    uint8_t *target = page->rows + ((uint64_t)plane * page->height + y + row) * page->stride + column;
                    memcpy(target, tile + row * stride, taken);
                }
            }
        }
    }
    free(tile);
    return true;
}

static bool read_rows(TIFF *tiff, struct source *source, struct cformats_page *page, uint16_t compression,
                      struct cformats_failure *failure) {
    int planes = page->is_planar ? page->channels : 1;
    uint64_t bits = (uint64_t)page->width * page->bits * (page->is_planar ? 1 : page->channels);
    page->stride = (bits + 7) / 8;
    uint64_t size = page->stride * page->height * (uint64_t)planes, factor = expansion(compression);
    /* No picture: whoever asked sees what it is, and that it has no rows. */
    if (page->bits * page->channels > 128) return true;
    if (factor && size / factor > source->count) {
        source->ends_early = true;
        return failed(source, "the file ends early", failure);
    }
    if (lib.TIFFScanlineSize64(tiff) != page->stride) return failed(source, "unexpected length of rows", failure);
    page->rows = malloc(size);
    if (!page->rows) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    return lib.TIFFIsTiled(tiff) ? read_tiles(tiff, source, page, planes, failure)
                                 : read_strips(tiff, source, page, planes, failure);
}

/* YCbCr, whose samples need not be one a pixel. */
static bool read_converted(TIFF *tiff, struct source *source, struct cformats_page *page, struct cformats_failure *failure) {
    *page = (struct cformats_page){.width = page->width, .height = page->height, .bits = 8, .channels = 4, .is_rgb = true};
    page->stride = (size_t)page->width * 4;
    page->rows = calloc(page->height, page->stride);
    if (!page->rows) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    /* It is turned later, like the other kinds. */
    lib.TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    if (!lib.TIFFReadRGBAImageOriented(tiff, page->width, page->height, (uint32_t *)page->rows, ORIENTATION_TOPLEFT, 1)) {
        return failed(source, "its pixels cannot be decoded", failure);
    }
    return true;
}

static bool read_page(TIFF *tiff, struct source *source, struct cformats_limits limits, struct cformats_page *page,
                      struct cformats_failure *failure) {
    uint16_t compression = COMPRESSION_NONE, planes = PLANARCONFIG_CONTIG;
    lib.TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &page->width);
    lib.TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &page->height);
    if (!cformats_fits(page->width, page->height, limits, failure)) return false;
    lib.TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &page->bits);
    lib.TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &page->channels);
    lib.TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &page->sample_format);
    lib.TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &compression);
    lib.TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planes);
    if (!lib.TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &page->photometric)) page->photometric = PHOTOMETRIC_MINISWHITE;
    if (compression == COMPRESSION_OJPEG) page->photometric = PHOTOMETRIC_YCBCR;
    page->is_planar = planes == PLANARCONFIG_SEPARATE && page->channels > 1;
    if (page->photometric == PHOTOMETRIC_YCBCR && page->channels == 3) {
        if (compression != COMPRESSION_JPEG || page->is_planar) return read_converted(tiff, source, page, failure);
        lib.TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        page->is_rgb = true;
    }
    read_palette(tiff, page);
    return read_rows(tiff, source, page, compression, failure);
}

bool cformats_tiff(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_page *page,
                   struct cformats_failure *failure) {
    if (!cformats_load_tiff()) return cformats_fail(failure, CFORMATS_NO_LIBRARY, "%s", cformats_package(CFORMATS_TIFF));
    *last_error = 0;
    *page = (struct cformats_page){.sample_format = SAMPLEFORMAT_UINT};
    struct source source = {bytes, count, 0, false};
    TIFF *tiff = open_source(&source, limits.pixels * 16 + (64 << 20));
    if (!tiff) return failed(&source, "its directory cannot be read", failure);
    bool done = read_page(tiff, &source, limits, page, failure);
    lib.TIFFClose(tiff);
    if (!done) {
        free(page->rows);
        page->rows = NULL;
    }
    return done;
}
