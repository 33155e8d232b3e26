#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool cformats_open(const char *soname, const struct cformats_function *functions, size_t count) {
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (!library) return false;
    for (size_t i = 0; i < count; i++) {
        *functions[i].place = dlsym(library, functions[i].name);
        if (!*functions[i].place) {
            dlclose(library);
            return false;
        }
    }
    return true;
}

bool cformats_fail(struct cformats_failure *failure, enum cformats_reason reason, const char *format, ...) {
    failure->reason = reason;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->message, sizeof failure->message, format, arguments);
    va_end(arguments);
    return false;
}

bool cformats_fits(uint64_t width, uint64_t height, struct cformats_limits limits, struct cformats_failure *failure) {
    if (width == 0 || height == 0) {
        return cformats_fail(failure, CFORMATS_CORRUPT, "its size is %llux%llu", (unsigned long long)width,
                             (unsigned long long)height);
    }
    if (width <= limits.side && height <= limits.side && width * height <= limits.pixels) return true;
    failure->width = width > UINT32_MAX ? UINT32_MAX : (uint32_t)width;
    failure->height = height > UINT32_MAX ? UINT32_MAX : (uint32_t)height;
    return cformats_fail(failure, CFORMATS_TOO_LARGE, "%s", "");
}

static pthread_mutex_t hushing = PTHREAD_MUTEX_INITIALIZER;
static int hushed;
static FILE *nowhere, *heard;

void cformats_hush(void) {
    pthread_mutex_lock(&hushing);
    if (!nowhere) nowhere = fopen("/dev/null", "we");
    if (hushed++ == 0 && nowhere) {
        heard = stderr;
        stderr = nowhere;
    }
    pthread_mutex_unlock(&hushing);
}

void cformats_unhush(void) {
    pthread_mutex_lock(&hushing);
    if (--hushed == 0 && heard) stderr = heard;
    pthread_mutex_unlock(&hushing);
}

bool cformats_load(enum cformats_library library) {
    switch (library) {
    case CFORMATS_TIFF: return cformats_load_tiff();
    case CFORMATS_HEIF: return cformats_load_heif();
    case CFORMATS_AVIF: return cformats_load_avif();
    case CFORMATS_JXL: return cformats_load_jxl();
    }
    return false;
}

/* Debian names a library's package after its file: libheif.so.1 is in libheif1. */
const char *cformats_package(enum cformats_library library) {
    static _Thread_local char name[40];
    const char *sonames[] = {cformats_soname_tiff, cformats_soname_heif, cformats_soname_avif, cformats_soname_jxl};
    const char *soname = sonames[library];
    const char *ending = strstr(soname, ".so.");
    snprintf(name, sizeof name, "%.*s%s", (int)(ending - soname), soname, ending + strlen(".so."));
    return name;
}
