#pragma once

/* Has the C library keep freed memory of up to 32 MB a piece, 256 MB in all, for the next request. Nothing where it is not
   glibc. */
void clip_keep_freed_memory(void);
