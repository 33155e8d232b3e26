"""What `tmux capture-pane -e` prints, as cells."""
import re
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

# xterm's, which many terminals share: 8 dark, 8 bright.
ANSI = ["000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
        "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff"]
LEVELS = (0, 95, 135, 175, 215, 255)


def rgb(text):
    return tuple(int(text[i:i + 2], 16) for i in (0, 2, 4))


def indexed(number):
    """A colour of xterm's 256."""
    if number < 16:
        return rgb(ANSI[number])
    if number >= 232:
        return (8 + 10 * (number - 232),) * 3
    number -= 16
    return LEVELS[number // 36], LEVELS[number // 6 % 6], LEVELS[number % 6]


@dataclass(frozen=True)
class Pen:
    ink: tuple | None = None  # None: the terminal's own
    ground: tuple | None = None
    bold: bool = False
    dim: bool = False
    underline: bool = False
    reverse: bool = False

    def after(self, parameters):
        """Select Graphic Rendition (ECMA-48, 8.3.117), with the 256 and direct colours of ISO 8613-6."""
        pen, numbers = self, [int(n or 0) for n in re.split("[;:]", parameters)]
        while numbers:
            n = numbers.pop(0)
            if n == 0: pen = Pen()
            elif n == 1: pen = replace(pen, bold=True)
            elif n == 2: pen = replace(pen, dim=True)
            elif n == 4: pen = replace(pen, underline=True)
            elif n == 7: pen = replace(pen, reverse=True)
            elif n == 22: pen = replace(pen, bold=False, dim=False)
            elif n == 24: pen = replace(pen, underline=False)
            elif n == 27: pen = replace(pen, reverse=False)
            elif n in (38, 48):
                kind = numbers.pop(0)
                if kind == 5:
                    colour = indexed(numbers.pop(0))
                else:
                    colour, numbers = tuple(numbers[:3]), numbers[3:]
                pen = replace(pen, ink=colour) if n == 38 else replace(pen, ground=colour)
            elif 30 <= n <= 37 or 90 <= n <= 97: pen = replace(pen, ink=indexed(n % 10 + 8 * (n >= 90)))
            elif 40 <= n <= 47 or 100 <= n <= 107: pen = replace(pen, ground=indexed(n % 10 + 8 * (n >= 100)))
            elif n == 39: pen = replace(pen, ink=None)
            elif n == 49: pen = replace(pen, ground=None)
        return pen


def lines(captured):
    """[[(character, pen, width in cells)]], a list a line."""
    pen, result = Pen(), []
    for line in captured.rstrip("\n").split("\n"):
        cells = []
        for piece in re.finditer(r"\x1b\[([0-9;:]*)m|\x1b[()].|([\x20-\U0010ffff])", line):
            if piece[1] is not None:
                pen = pen.after(piece[1])
            elif piece[2]:
                cells.append((piece[2], pen, 2 if east_asian_width(piece[2]) in "WF" else 1))
        result.append(cells)
    return result
