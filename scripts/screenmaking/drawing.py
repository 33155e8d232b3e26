"""Cells as a picture. Blocks and sextants are drawn as rectangles, so that they meet, and no font needs to have them."""
from collections import Counter

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono%s.ttf"
WIDTH, HEIGHT, POINTS = 10, 20, 16


def rectangles(character):
    """What of its cell a block character fills: [(left, top, right, bottom)], 0...1; None where it is no block."""
    code = ord(character)
    if code == 0x2580: return [(0, 0, 1, 1 / 2)]
    if 0x2581 <= code <= 0x2588: return [(0, 1 - (code - 0x2580) / 8, 1, 1)]
    if 0x2589 <= code <= 0x258F: return [(0, 0, (0x2590 - code) / 8, 1)]
    if code == 0x2590: return [(1 / 2, 0, 1, 1)]
    if 0x2596 <= code <= 0x259F:  # quadrants: bits are upper left, upper right, lower left, lower right
        return grid((4, 8, 1, 13, 9, 7, 11, 2, 6, 14)[code - 0x2596], 2)
    if 0x2800 <= code <= 0x28FF:  # braille: bits go down the left column, down the right one, and along the fourth row
        dots = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))
        return [(0.15 + 0.5 * x, 0.075 + 0.25 * y, 0.35 + 0.5 * x, 0.175 + 0.25 * y)
                for bit, (x, y) in enumerate(dots) if code >> bit & 1]
    if 0x1FB00 <= code <= 0x1FB3B:  # sextants, without the three that are blocks already: none, left half, right half
        bits = code - 0x1FB00 + 1
        return grid(bits + (bits >= 21) + (bits + (bits >= 21) >= 42), 3)
    return None


def grid(bits, rows):
    return [(bit % 2 / 2, bit // 2 / rows, (bit % 2 + 1) / 2, (bit // 2 + 1) / rows)
            for bit in range(2 * rows) if bits >> bit & 1]


class Artist:
    def __init__(self, ink=(220, 220, 220), ground=(16, 16, 16)):
        self.ink, self.ground = ink, ground
        self.pairs = Counter()  # of text and what it stands on, without pictures
        self.fonts = {bold: ImageFont.truetype(FONT % ("-Bold" if bold else ""), POINTS) for bold in (False, True)}

    def draw(self, lines, columns, rows):
        picture = Image.new("RGB", (columns * WIDTH, rows * HEIGHT), self.ground)
        draw = ImageDraw.Draw(picture)
        for row, cells in enumerate(lines[:rows]):
            column = 0
            for character, pen, width in cells:
                self.cell(draw, column * WIDTH, row * HEIGHT, character, pen, width)
                column += width
        return picture

    def cell(self, draw, x, y, character, pen, width):
        ink, ground = pen.ink or self.ink, pen.ground or self.ground
        if pen.dim:
            ink = tuple((2 * a + b) // 3 for a, b in zip(ink, ground))
        if pen.reverse:
            ink, ground = ground, ink
        right, bottom = x + width * WIDTH - 1, y + HEIGHT - 1
        draw.rectangle((x, y, right, bottom), fill=ground)
        blocks = rectangles(character)
        if blocks is not None:
            for left, top, to_right, to_bottom in blocks:
                draw.rectangle((x + round(left * WIDTH), y + round(top * HEIGHT), x + round(to_right * WIDTH) - 1,
                                y + round(to_bottom * HEIGHT) - 1), fill=ink)
        elif character != " ":
            self.pairs[ink, ground] += 1
            draw.text((x, y), character, font=self.fonts[pen.bold], fill=ink)
        if pen.underline:
            draw.line((x, bottom - 1, right, bottom - 1), fill=ink)


    @property
    def colours(self):
        """Of text, its edges and what it stands on, the most frequent first."""
        pairs = [pair for pair, _ in self.pairs.most_common()]
        return list(dict.fromkeys(
            tuple(round(a + (b - a) * share) for a, b in zip(ink, ground))
            for share in (0, 1, 1 / 3, 2 / 3) for ink, ground in pairs))


def save(picture, file, colours):
    """As a PNG with a palette: these colours as they are, and what comes nearest to the others."""
    colours = colours[:176]
    others = picture.quantize(256 - len(colours), dither=Image.Dither.NONE).getpalette()
    palette = colours + list(zip(*[iter(others)] * 3))[:256 - len(colours)]
    places = {colour: place for place, colour in reversed(list(enumerate(palette)))}
    for _, colour in picture.getcolors(1 << 24):
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda place: distance(palette[place], colour))
    indexed = Image.new("P", picture.size)
    indexed.putpalette([channel for colour in palette for channel in colour])
    indexed.putdata([places[colour] for colour in picture.getdata()])
    indexed.save(file, optimize=True)


def save_film(pictures, seconds, file):
    """As a GIF of one palette, which what all pictures show together decides."""
    sheet = Image.new("RGB", (pictures[0].width, sum(picture.height for picture in pictures)))
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (0, index * picture.height))
    palette = sheet.quantize(128, dither=Image.Dither.NONE)
    frames = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    frames[0].save(file, save_all=True, append_images=frames[1:], duration=[round(1000 * s) for s in seconds], loop=0,
                   optimize=True)


def distance(one, other):
    return sum((a - b) ** 2 for a, b in zip(one, other))
