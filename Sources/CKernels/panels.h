#pragma once
#include "product.h"
#include "elementwise.h"
#include <string.h>

enum {
    LANES = 16,          /* of a 512-bit register */
    PANEL = 32,          /* columns of the result beside each other */
    TILE_ROWS = 14,      /* 28 sums, two panels' registers and one for x fill the 32 registers */
    BLOCK_ROWS = 70,     /* rows copied together: with the panel they fill half of a second-level cache */
    DEPTH = 512,         /* 32-bit groups of inputs taken together: floats, or four bytes */
    STRIDE = DEPTH + 16  /* of copied rows; not a power of two, whose rows would fight for the same cache lines */
};

/* Equal parts of at most `most`: how many. */
INLINE size_t parts(size_t n, size_t most) { return (n + most - 1) / most; }
INLINE size_t part_start(size_t n, size_t parts, size_t index) { return n * index / parts; }
/* Columns of a packed panel: 32, of the last one maybe 16. */
INLINE size_t padded(size_t columns) { return (columns + LANES - 1) / LANES * LANES; }
