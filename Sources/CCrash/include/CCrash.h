#pragma once
#include <stddef.h>

/* Leaves the terminal as it was found, whatever ends the process. One terminal a process.

   clip_crash_begin: from now on a crash (SEGV BUS ILL TRAP ABRT FPE) gives the terminal back where it was taken, writes a
   trace to `file`, whose directory is made if need be, puts `line` on standard error, and ends the process by the same
   signal. `title` is the first line of the trace. What the language's runtime would do instead, which is to start a
   debugger in the terminal, is left out, also for QUIT. Where the file cannot be written the trace goes to standard
   error. To be called at the start of main; the strings are copied.
   clip_crash_thread: gives the calling thread a stack of its own for the handler, so that a stack overflow is survived
   too; clip_crash_thread_end takes back what it returned. The main thread has one from clip_crash_begin.

   clip_crash_install: a crash writes `reset` (`length` bytes) to `terminal`, restores the terminal modes read by this
   call, and keeps other threads from drawing. What went to the redirected standard error, `captured`, goes into the trace,
   or to `errors`. TERM, HUP, INT and QUIT write the signal's number as one byte to `wake`; a second one gives the
   terminal back and ends the process. WINCH, CONT and TSTP only write their byte: whoever reads `wake` then asks for the
   size or suspends, and no signal is lost between two waits. A descriptor of -1 is left out.
   clip_crash_suspend: stops the process as TSTP does by default; returns when it goes on.
   clip_crash_remove: puts the actions of TERM, HUP, INT, QUIT, WINCH, CONT and TSTP back; a crash leaves the terminal
   alone from now on. */
void clip_crash_begin(const char *title, const char *file, const char *line);
void *clip_crash_thread(void);
void clip_crash_thread_end(void *stack);
void clip_crash_install(const char *reset, size_t length, int terminal, int wake, int captured, int errors);
void clip_crash_remove(void);
void clip_crash_suspend(void);
