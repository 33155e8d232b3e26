#pragma once
#include "CFormats.h"

/* A function of a library, and where its address goes. */
struct cformats_function {
    const char *name;
    void **place;
};

/* FUNCTIONS(F) lists the functions that are called: these make a table of their types, and of their names. */
#define CFORMATS_FIELD(name) __typeof__(&name) name;
#define CFORMATS_ENTRY(name) {#name, (void **)&lib.name},

/* False where the library or one of the functions is missing. */
bool cformats_open(const char *soname, const struct cformats_function *functions, size_t count);

bool cformats_fail(struct cformats_failure *failure, enum cformats_reason reason, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fails where a picture is empty or larger than the limits. */
bool cformats_fits(uint64_t width, uint64_t height, struct cformats_limits limits, struct cformats_failure *failure);

/* While a decoder runs, what it prints goes nowhere: libjxl, libde265 and libgav1 tell of broken files on
   standard error. Calls may
   overlap. */
void cformats_hush(void);
void cformats_unhush(void);

bool cformats_load_tiff(void);
bool cformats_load_heif(void);
bool cformats_load_avif(void);
bool cformats_load_jxl(void);
extern const char *const cformats_soname_tiff, *const cformats_soname_heif, *const cformats_soname_avif,
    *const cformats_soname_jxl;
