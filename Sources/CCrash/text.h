#pragma once
#include <stddef.h>

/* Writing from a signal handler: no memory is taken, no lock. */
void clip_put(int fd, const char *bytes, size_t length);
void clip_put_text(int fd, const char *text);
/* Copies what `from` holds, from its beginning. */
void clip_put_file(int fd, int from);
/* Writes the functions that led here, the innermost first: offset in its file, name, file. */
void clip_put_trace(int fd);
