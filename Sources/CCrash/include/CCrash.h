#pragma once
#include <stddef.h>

/* Leaves the terminal as it was found, whatever ends the process. One terminal a process.

   clip_crash_install: on a crash (SEGV BUS ILL TRAP ABRT FPE QUIT) the handler writes `reset` (`length` bytes)
   to `terminal`, restores the terminal modes read by this call, copies what went to the redirected standard
   error to `errors`, reinstalls the previous action and raises the signal again. It runs on its own stack, so
   a stack overflow is survived too. TERM, HUP and INT write the signal's number as one byte to `wake`; a second
   one is treated as a crash. WINCH, CONT and TSTP only write their byte: whoever reads `wake` then asks for the
   size or suspends, and no signal is lost between two waits. A descriptor of -1 is left out.
   clip_crash_suspend: stops the process as TSTP does by default; returns when it goes on.
   clip_crash_remove: puts the previous actions back. */
void clip_crash_install(const char *reset, size_t length, int terminal, int wake, int captured, int errors);
void clip_crash_remove(void);
void clip_crash_suspend(void);
