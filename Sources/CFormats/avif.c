#include "library.h"

#include <avif/avif.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS(F)                                                                                                   \
    F(avifDecoderCreate) F(avifDecoderDestroy) F(avifDecoderSetIOMemory) F(avifDecoderParse) F(avifDecoderNextImage)   \
    F(avifRGBImageSetDefaults) F(avifImageYUVToRGB) F(avifResultToString)

static struct { FUNCTIONS(CFORMATS_FIELD) } lib;
static bool present;
#if AVIF_VERSION_MAJOR >= 1
const char *const cformats_soname_avif = "libavif.so.16";
#else
const char *const cformats_soname_avif = "libavif.so.15";
#endif

static void load(void) {
    const struct cformats_function functions[] = {FUNCTIONS(CFORMATS_ENTRY)};
    present = cformats_open(cformats_soname_avif, functions, sizeof functions / sizeof *functions);
}

bool cformats_load_avif(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return present;
}

static bool failed(avifResult result, const avifDecoder *decoder, struct cformats_failure *failure) {
    if (result == AVIF_RESULT_OK) return false;
    enum cformats_reason reason = result == AVIF_RESULT_TRUNCATED_DATA ? CFORMATS_ENDS_EARLY
        : result == AVIF_RESULT_OUT_OF_MEMORY                          ? CFORMATS_NO_MEMORY
                                                                       : CFORMATS_CORRUPT;
    const char *words = decoder ? decoder->diag.error : "";
    cformats_fail(failure, reason, "%s", *words ? words : lib.avifResultToString(result));
    return true;
}

/* EXIF's number for a quarter of turns to the left and the exchange of two sides after it, as Pillow has it. */
static uint8_t orientation(const avifImage *image) {
    static const uint8_t turned[] = {1, 8, 3, 6}, then_top[] = {4, 5, 2, 7}, then_left[] = {2, 7, 4, 5};
    unsigned turns = image->transformFlags & AVIF_TRANSFORM_IROT ? image->irot.angle & 3u : 0;
    if (!(image->transformFlags & AVIF_TRANSFORM_IMIR)) return turned[turns];
#if AVIF_VERSION_MAJOR >= 1
    return image->imir.axis ? then_left[turns] : then_top[turns];
#else
    return image->imir.mode ? then_left[turns] : then_top[turns];
#endif
}

static bool convert(const avifImage *image, struct cformats_picture *picture, struct cformats_failure *failure) {
    bool has_alpha = image->alphaPlane != NULL, is_grey = image->yuvFormat == AVIF_PIXEL_FORMAT_YUV400;
    avifRGBImage rgb;
    memset(&rgb, 0, sizeof rgb);
    lib.avifRGBImageSetDefaults(&rgb, image);
    rgb.depth = 8;
    rgb.format = AVIF_RGB_FORMAT_RGBA;
    rgb.rowBytes = image->width * 4;
    size_t pixels = (size_t)image->width * image->height;
    rgb.pixels = malloc(pixels * 4);
    if (!rgb.pixels) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    if (failed(lib.avifImageYUVToRGB(image, &rgb), NULL, failure)) {
        free(rgb.pixels);
        return false;
    }
    *picture = (struct cformats_picture){.width = image->width,
                                         .height = image->height,
                                         .channels = (is_grey ? 1 : 3) + has_alpha,
                                         .bits = 8,
                                         .orientation = orientation(image),
                                         .samples = rgb.pixels};
    picture->count = pixels * picture->channels;
    if (picture->channels == 4) return true;
    /* In place: a pixel never lies behind the four bytes that it came from. */
    for (size_t i = 0; i < pixels; i++) {
        const uint8_t own[] = {rgb.pixels[i * 4], rgb.pixels[i * 4 + 1], rgb.pixels[i * 4 + 2], rgb.pixels[i * 4 + 3]};
        uint8_t *target = rgb.pixels + i * picture->channels;
        if (is_grey) {
            target[0] = own[0];
            if (has_alpha) target[1] = own[3];
        } else {
            memcpy(target, own, 3);
        }
    }
    return true;
}

bool cformats_avif(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                   struct cformats_failure *failure) {
    if (!cformats_load_avif()) return cformats_fail(failure, CFORMATS_NO_LIBRARY, "%s", cformats_package(CFORMATS_AVIF));
    avifDecoder *decoder = lib.avifDecoderCreate();
    if (!decoder) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    decoder->maxThreads = 1;
    decoder->ignoreExif = AVIF_TRUE;
    decoder->ignoreXMP = AVIF_TRUE;
    decoder->imageSizeLimit = (uint32_t)limits.pixels;
    decoder->imageDimensionLimit = limits.side;
    decoder->imageCountLimit = 1 << 20;
    /* As Pillow asks: some encoders leave out pixi, and clean apertures are not looked at. */
    decoder->strictFlags = AVIF_STRICT_ENABLED & ~(AVIF_STRICT_CLAP_VALID | AVIF_STRICT_PIXI_REQUIRED);
    cformats_hush();
    bool done = !failed(lib.avifDecoderSetIOMemory(decoder, bytes, count), decoder, failure)
        && !failed(lib.avifDecoderParse(decoder), decoder, failure)
        && cformats_fits(decoder->image->width, decoder->image->height, limits, failure)
        && !failed(lib.avifDecoderNextImage(decoder), decoder, failure)
        && cformats_fits(decoder->image->width, decoder->image->height, limits, failure)
        && convert(decoder->image, picture, failure);
    lib.avifDecoderDestroy(decoder);
    cformats_unhush();
    return done;
}
