#pragma once
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <term.h>
#include <locale.h>
#include <langinfo.h>

/* Swift 6 refuses C's mutable globals, and function-like macros do not import. */
static inline WINDOW *clip_stdscr(void) { return stdscr; }
static inline int clip_lines(void) { return LINES; }
static inline int clip_columns(void) { return COLS; }
static inline int clip_colors(void) { return COLORS; }
static inline int clip_color_pairs(void) { return COLOR_PAIRS; }
static inline int clip_open_screen(const char *name) { return newterm(name, stdout, stdin) ? OK : ERR; }
static inline void clip_repaint(void) { clearok(curscr, TRUE); }

static const attr_t clip_bold = A_BOLD;
static const attr_t clip_dim = A_DIM;
static const attr_t clip_underline = A_UNDERLINE;
static const attr_t clip_reverse = A_REVERSE;
static const attr_t clip_normal = A_NORMAL;
static const mmask_t clip_press = BUTTON1_PRESSED;
static const mmask_t clip_release = BUTTON1_RELEASED;
static const mmask_t clip_moved = REPORT_MOUSE_POSITION;
static const mmask_t clip_wheel_up = BUTTON4_PRESSED;
static const mmask_t clip_wheel_down = BUTTON5_PRESSED;

/* One cell: a character (with combining marks), its attributes and a colour pair of any number.
   Pairs over 255 do not fit in attr_t, so setcchar reads them through opts. */
static inline int clip_put_cell(int row, int column, const wchar_t *text, attr_t attributes, int pair) {
    cchar_t cell;
    if (setcchar(&cell, text, attributes, 0, &pair) == ERR) return ERR;
    return mvadd_wch(row, column, &cell);
}

/* A string capability of the terminal, or NULL; tigetstr answers -1 for what is no string. */
static inline const char *clip_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}
