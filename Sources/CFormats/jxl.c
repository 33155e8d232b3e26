#include "library.h"

#include <jxl/decode.h>
#include <jxl/version.h>
#include <pthread.h>
#include <stdlib.h>

#define FUNCTIONS(F)                                                                                                   \
    F(JxlDecoderCreate) F(JxlDecoderDestroy) F(JxlDecoderSubscribeEvents) F(JxlDecoderSetInput)                        \
    F(JxlDecoderCloseInput) F(JxlDecoderProcessInput) F(JxlDecoderGetBasicInfo) F(JxlDecoderImageOutBufferSize)        \
    F(JxlDecoderSetImageOutBuffer) F(JxlDecoderSetJPEGBuffer) F(JxlDecoderReleaseJPEGBuffer)

#define TEXT(number) #number
#define SONAME(major, minor) "libjxl.so." TEXT(major) "." TEXT(minor)

static struct { FUNCTIONS(CFORMATS_FIELD) } lib;
static bool present;
/* From 1.0 on the library's name is expected to have one number. */
#if JPEGXL_MAJOR_VERSION >= 1
const char *const cformats_soname_jxl = "libjxl.so." "1";
#else
const char *const cformats_soname_jxl = SONAME(JPEGXL_MAJOR_VERSION, JPEGXL_MINOR_VERSION);
#endif

static void load(void) {
    const struct cformats_function functions[] = {FUNCTIONS(CFORMATS_ENTRY)};
    present = cformats_open(cformats_soname_jxl, functions, sizeof functions / sizeof *functions);
}

bool cformats_load_jxl(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return present;
}

/* Memory of the decoder, each piece with its size in front: a header of some bytes may ask for gigabytes. */
struct budget {
    size_t left;
    bool was_short;
};

enum { FRONT = 64 };

static void *take(void *opaque, size_t size) {
    struct budget *budget = opaque;
    if (size > budget->left) {
        budget->was_short = true;
        return NULL;
    }
    size_t *piece = malloc(size + FRONT);
    if (!piece) return NULL;
    *piece = size;
    budget->left -= size;
    return (char *)piece + FRONT;
}

static void give_back(void *opaque, void *address) {
    if (!address) return;
    struct budget *budget = opaque;
    size_t *piece = (size_t *)((char *)address - FRONT);
    budget->left += *piece;
    free(piece);
}

/* Three planes of floats while it filters, and as many for what it decodes first; most files take a tenth of that. */
enum { BYTES_A_PIXEL = 24, AT_LEAST = 64 << 20 };

struct decoding {
    JxlDecoder *decoder;
    struct budget budget;
    JxlBasicInfo info;
    JxlPixelFormat format;
};

/* The picture's size is known: room for its samples. */
static bool prepare(struct decoding *self, struct cformats_picture *picture, struct cformats_failure *failure) {
    bool is_grey = self->info.num_color_channels == 1, has_alpha = self->info.alpha_bits > 0;
    picture->channels = (is_grey ? 1 : 3) + has_alpha;
    picture->bits = is_grey && !has_alpha && self->info.bits_per_sample > 8 ? 16 : 8;
    self->format = (JxlPixelFormat){picture->channels, picture->bits == 16 ? JXL_TYPE_UINT16 : JXL_TYPE_UINT8,
                                    JXL_NATIVE_ENDIAN, 0};
    if (lib.JxlDecoderImageOutBufferSize(self->decoder, &self->format, &picture->count) != JXL_DEC_SUCCESS
        || picture->count != (size_t)picture->width * picture->height * picture->channels * (picture->bits / 8)) {
        return cformats_fail(failure, CFORMATS_CORRUPT, "its pixels cannot be decoded");
    }
    picture->samples = malloc(picture->count);
    if (!picture->samples) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    if (lib.JxlDecoderSetImageOutBuffer(self->decoder, &self->format, picture->samples, picture->count)
        != JXL_DEC_SUCCESS) {
        return cformats_fail(failure, CFORMATS_CORRUPT, "its pixels cannot be decoded");
    }
    return true;
}

/* More room for the JPEG file that was packed; what is there already stays. */
static bool grow(struct decoding *self, struct cformats_picture *picture, size_t most, struct cformats_failure *failure) {
    size_t written = 0;
    if (picture->samples) written = picture->count - lib.JxlDecoderReleaseJPEGBuffer(self->decoder);
    size_t room = picture->count ? picture->count * 2 : 1 << 16;
    uint8_t *larger = room > most ? NULL : realloc(picture->samples, room);
    if (!larger) return cformats_fail(failure, CFORMATS_NO_MEMORY, "the JPEG in it takes too much memory");
    picture->samples = larger;
    picture->count = room;
    if (lib.JxlDecoderSetJPEGBuffer(self->decoder, larger + written, room - written) != JXL_DEC_SUCCESS) {
        return cformats_fail(failure, CFORMATS_CORRUPT, "the JPEG in it cannot be unpacked");
    }
    return true;
}

static bool decode(struct decoding *self, struct cformats_limits limits, struct cformats_picture *picture,
                   struct cformats_failure *failure) {
    bool is_jpeg = false;
    for (;;) {
        switch (lib.JxlDecoderProcessInput(self->decoder)) {
        case JXL_DEC_BASIC_INFO:
            if (lib.JxlDecoderGetBasicInfo(self->decoder, &self->info) != JXL_DEC_SUCCESS) {
                return cformats_fail(failure, CFORMATS_CORRUPT, "its header cannot be read");
            }
            if (!cformats_fits(self->info.xsize, self->info.ysize, limits, failure)) return false;
            picture->width = self->info.xsize;
            picture->height = self->info.ysize;
            size_t pixels = (size_t)picture->width * picture->height;
            self->budget.left = pixels * BYTES_A_PIXEL + AT_LEAST;
            break;
        case JXL_DEC_JPEG_RECONSTRUCTION:
            is_jpeg = true;
            /* fall through */
        case JXL_DEC_JPEG_NEED_MORE_OUTPUT:
            if (!grow(self, picture, (size_t)limits.pixels * 4, failure)) return false;
            break;
        case JXL_DEC_NEED_IMAGE_OUT_BUFFER:
            if (!prepare(self, picture, failure)) return false;
            break;
        case JXL_DEC_FULL_IMAGE:
        case JXL_DEC_SUCCESS:
            if (!picture->samples) return cformats_fail(failure, CFORMATS_CORRUPT, "no picture in it");
            if (is_jpeg) picture->count -= lib.JxlDecoderReleaseJPEGBuffer(self->decoder);
            return true;
        case JXL_DEC_NEED_MORE_INPUT: return cformats_fail(failure, CFORMATS_ENDS_EARLY, "the file ends early");
        default:
            return self->budget.was_short
                ? cformats_fail(failure, CFORMATS_NO_MEMORY, "it takes more memory than its pixels are worth")
                : cformats_fail(failure, CFORMATS_CORRUPT, "its pixels cannot be decoded");
        }
    }
}

bool cformats_jxl(const uint8_t *bytes, size_t count, struct cformats_limits limits, struct cformats_picture *picture,
                  struct cformats_failure *failure) {
    if (!cformats_load_jxl()) return cformats_fail(failure, CFORMATS_NO_LIBRARY, "%s", cformats_package(CFORMATS_JXL));
    struct decoding self = {.budget = {.left = AT_LEAST}};
    *picture = (struct cformats_picture){.orientation = 1};
    const JxlMemoryManager memory = {&self.budget, take, give_back};
    self.decoder = lib.JxlDecoderCreate(&memory);
    if (!self.decoder) return cformats_fail(failure, CFORMATS_NO_MEMORY, "out of memory");
    const int events = JXL_DEC_BASIC_INFO | JXL_DEC_JPEG_RECONSTRUCTION | JXL_DEC_FULL_IMAGE;
    bool done = lib.JxlDecoderSubscribeEvents(self.decoder, events) == JXL_DEC_SUCCESS
        && lib.JxlDecoderSetInput(self.decoder, bytes, count) == JXL_DEC_SUCCESS;
    if (done) {
        lib.JxlDecoderCloseInput(self.decoder);
        cformats_hush();
        done = decode(&self, limits, picture, failure);
        cformats_unhush();
    } else {
        cformats_fail(failure, CFORMATS_CORRUPT, "its header cannot be read");
    }
    lib.JxlDecoderDestroy(self.decoder);
    if (!done) {
        free(picture->samples);
        picture->samples = NULL;
    }
    return done;
}
