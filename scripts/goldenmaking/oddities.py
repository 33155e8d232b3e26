"""Small pictures of the rarer kinds: GIF and BMP in all their variants, corners of PNG, pictures that EXIF turns."""
import struct
import zlib

import numpy as np
from PIL import Image

from goldenmaking.pictures import alphas, chunk, exif_orientation, palette, picture, png, saved

SMALL = (13, 7)
rng = np.random.default_rng(11)

COLOURS = rng.integers(0, 256, 3 * 256, np.uint8).tobytes()
RAMP = bytes(np.repeat(np.arange(256, dtype=np.uint8), 3))


def noise(count, below=256):
    return rng.integers(0, below, count, np.uint8).tobytes()


def paletted(size=SMALL, colours=16):
    image = Image.frombytes("P", size, noise(size[0] * size[1], colours))
    image.putpalette(COLOURS[:3 * colours])
    return image


def lzw(pixels, bits=8, starts_with_clear=True):
    """The image data of a GIF. A full table serves 100 more codes before it is cleared."""
    clear, out, filled = 1 << bits, 0, 0
    codes, size, used, stream = {}, bits + 1, clear + 2, []

    def emit(code):
        nonlocal out, filled
        out |= code << filled
        filled += size
        while filled >= 8:
            stream.append(out & 255)
            out, filled = out >> 8, filled - 8

    if starts_with_clear:
        emit(clear)
    string = pixels[:1]
    for pixel in pixels[1:]:
        longer = string + bytes([pixel])
        if longer in codes:
            string = longer
            continue
        emit(codes.get(string, string[0]))
        if used < 4096:
            codes[longer] = used
            if used == 1 << size and size < 12:
                size += 1
        used += 1
        if used == 4196:
            emit(clear)
            codes, size, used = {}, bits + 1, clear + 2
        string = bytes([pixel])
    emit(codes.get(string, string[0]))
    emit(clear + 1)
    stream += [out & 255] if filled else []
    blocks = [bytes(stream[i:i + 255]) for i in range(0, len(stream), 255)]
    return bytes([bits]) + b"".join(bytes([len(block)]) + block for block in blocks) + b"\0"


def gif(pixels, frame=(0, 0, *SMALL), screen=SMALL, everywhere=b"", local=b"", transparent=None, interlaced=False,
        before=b"", **coding):
    """everywhere, local: palettes of 2^n colours."""
    def size(colours):
        return 0x80 | (len(colours) // 3).bit_length() - 2 if colours else 0

    control = b"" if transparent is None else b"!\xf9\4\1\0\0" + bytes([transparent]) + b"\0"
    return (b"GIF89a" + struct.pack("<HHBBB", *screen, size(everywhere), 0, 0) + everywhere + before + control
            + b"," + struct.pack("<HHHHB", *frame, size(local) | interlaced << 6) + local + lzw(pixels, **coding) + b";")


def gifs():
    yield "palette.gif", saved(paletted(), "GIF", interlace=0)
    yield "interlaced.gif", saved(paletted(), "GIF", interlace=1)
    yield "transparent.gif", saved(paletted(), "GIF", transparency=5)
    yield "two-colours.gif", saved(paletted(colours=2), "GIF")
    yield "grey.gif", saved(picture("L", SMALL), "GIF")
    yield "animated.gif", saved(paletted(), "GIF", save_all=True, append_images=[paletted()])
    pixels = noise(91, 16)
    yield "grey-transparent.gif", gif(pixels, everywhere=RAMP[:48], transparent=3)
    yield "no-palette.gif", gif(noise(91))
    yield "short-palette.gif", gif(noise(91), everywhere=COLOURS[:96])
    yield "local-palette.gif", gif(pixels, everywhere=COLOURS[96:144], local=COLOURS[:48])
    yield "grey-then-local-palette.gif", gif(pixels, everywhere=RAMP[:48], local=COLOURS[:48])
    yield "small-frame.gif", gif(noise(12, 16), frame=(2, 3, 4, 3), everywhere=COLOURS[:48])
    yield "small-frame-transparent.gif", gif(noise(12, 16), frame=(9, 4, 4, 3), everywhere=COLOURS[:48], transparent=200)
    yield "frame-beyond-screen.gif", gif(noise(12, 16), frame=(3, 1, 4, 3), screen=(5, 3), everywhere=COLOURS[:48])
    yield "no-screen.gif", gif(pixels, screen=(0, 0), everywhere=COLOURS[:48])
    yield "extensions.gif", gif(
        pixels, everywhere=COLOURS[:48], before=b"!\xfe\5hello\3,;!\0!\xff\x0bNETSCAPE2.0\3\1\0\0\0\0!\x01\1,\0")
    yield "no-first-clear.gif", gif(pixels, everywhere=COLOURS[:48], starts_with_clear=False)
    yield "two-bit-codes.gif", gif(noise(91, 4), everywhere=COLOURS[:12], bits=2)
    yield "one-colour.gif", gif(bytes(91), everywhere=COLOURS[:6], bits=2)
    yield "full-table.gif", gif(noise(64 * 64, 250), (0, 0, 64, 64), (64, 64), COLOURS)
    yield "1x1.gif", gif(b"\1", (0, 0, 1, 1), (1, 1), COLOURS[:12], interlaced=True)
    yield "1x9-interlaced.gif", gif(noise(9, 4), (0, 0, 1, 9), (1, 9), COLOURS[:12], interlaced=True)
    yield "30x1.gif", gif(noise(30, 4), (0, 0, 30, 1), (30, 1), COLOURS[:12])


def rows(bits, size=SMALL, below=256):
    """Noise with rows of whole 32 bit words."""
    return noise((size[0] * bits + 31) // 32 * 4 * size[1], below)


def quads(colours):
    """A BMP's palette."""
    return b"".join(colours[i:i + 3][::-1] + b"\0" for i in range(0, len(colours), 3))


def bmp(bits, pixels, colours=b"", compression=0, size=SMALL, header=40, used=0, masks=b"", top_down=False, gap=b""):
    height = -size[1] if top_down else size[1]
    if header == 12:
        head = struct.pack("<IHHHH", 12, *size, 1, bits)
        colours = b"".join(colours[i:i + 3][::-1] for i in range(0, len(colours), 3))
    else:
        head = struct.pack("<IiiHHIIiiII", header, size[0], height, 1, bits, compression, len(pixels), 0, 0, used, 0)
        colours = quads(colours)
        head += masks if header == 40 else masks.ljust(header - 40, b"\0")
    offset = 14 + len(head) + len(colours) + len(gap)
    return b"BM" + struct.pack("<IHHI", offset + len(pixels), 0, 0, offset) + head + colours + gap + pixels


def fields(*masks):
    return struct.pack(f"<{len(masks)}I", *masks)


# Rows from the bottom: runs, then absolute pixels with a byte of padding, then a step over 3 pixels and a run that
# is longer than its row, then two runs, then pixels that go on into the next row, and single ends of rows.
RLE8 = (b"\x0d\7\0\0" b"\0\5abcde\0\2x\6y\0\0" b"\0\2\3\0\xff\x09\0\0" b"\5\1\x08\2\0\0" b"\0\x0d0123456789ABC\0\0\0"
        b"\1\1\0\2\0\1" b"\x0c\5\0\0" b"\x0d\6\0\1")
RLE4 = (b"\x0d\x57\0\0" b"\0\5\x12\x34\x50\0\2\1\6\x9a\0\0" b"\0\2\3\0\xff\x96\0\0" b"\5\x1f\x08\x20\0\0"
        b"\0\x0d\1\x23\x45\x67\x89\xab\xc0\0\0\0" b"\1\x10\0\2\0\1" b"\x0c\x5a\0\0" b"\x0d\x60\0\1")


def bmps():
    for mode in ("1", "L", "RGB"):
        yield f"pillow-{mode.lower()}.bmp", saved(picture("RGB", SMALL).convert(mode), "BMP")
    yield "pillow-rgba.bmp", saved(picture("RGBA", SMALL), "BMP")
    yield "palette-1-bit.bmp", bmp(1, rows(1), COLOURS[:6])
    yield "inverted-1-bit.bmp", bmp(1, rows(1), b"\xff\xff\xff\0\0\0")
    yield "palette-4-bit.bmp", bmp(4, rows(4), COLOURS[:48])
    yield "short-palette-4-bit.bmp", bmp(4, rows(4), COLOURS[:15], used=5)
    yield "palette-8-bit.bmp", bmp(8, rows(8), COLOURS, gap=b"gap")
    yield "short-ramp-8-bit.bmp", bmp(8, rows(8), RAMP[:300], used=100, top_down=True)
    yield "run-length-8-bit.bmp", bmp(8, RLE8, COLOURS, 1)
    yield "run-length-8-bit-grey.bmp", bmp(8, RLE8, RAMP, 1, top_down=True)
    yield "run-length-4-bit.bmp", bmp(4, RLE4, COLOURS[:48], 2)
    yield "run-length-4-bit-two-colours.bmp", bmp(4, RLE4, b"\0\0\0\xff\xff\xff", 2, used=2)
    yield "16-bit.bmp", bmp(16, rows(16))
    yield "16-bit-555.bmp", bmp(16, rows(16), compression=3, masks=fields(0x7C00, 0x3E0, 0x1F))
    yield "16-bit-565.bmp", bmp(16, rows(16), compression=3, masks=fields(0xF800, 0x7E0, 0x1F))
    yield "16-bit-1555.bmp", bmp(16, rows(16), compression=3, header=124, masks=fields(0x7C00, 0x3E0, 0x1F, 0x8000))
    yield "24-bit-top-down.bmp", bmp(24, rows(24), top_down=True)
    yield "24-bit-fields.bmp", bmp(24, rows(24), compression=3, header=56, masks=fields(0xFF0000, 0xFF00, 0xFF, 0))
    yield "32-bit.bmp", bmp(32, rows(32))
    yield "32-bit-zero-fields.bmp", bmp(32, rows(32), compression=3, masks=fields(0, 0, 0))
    for name, header, masks in (
        ("bgrx", 40, (0xFF0000, 0xFF00, 0xFF)), ("xbgr", 52, (0xFF000000, 0xFF0000, 0xFF00)),
        ("abgr", 56, (0xFF000000, 0xFF0000, 0xFF00, 0xFF)), ("rgba", 108, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
        ("bgra", 124, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
    ):
        yield f"32-bit-{name}.bmp", bmp(32, rows(32), compression=3, header=header, masks=fields(*masks))
    yield "os2-1-bit.bmp", bmp(1, rows(1), b"\0\0\0\xff\xff\xff", header=12)
    yield "os2-8-bit.bmp", bmp(8, rows(8), COLOURS, header=12)
    yield "os2-24-bit.bmp", bmp(24, rows(24), header=12)
    yield "os2-4-bit-version-2.bmp", bmp(4, rows(4), COLOURS[:48], header=64)
    yield "1x1.bmp", bmp(24, rows(24, (1, 1)), size=(1, 1))
    yield "1x9.bmp", bmp(1, rows(1, (1, 9)), COLOURS[:6], size=(1, 9))
    yield "30x1.bmp", bmp(4, rows(4, (30, 1)), COLOURS[:48], size=(30, 1))


def transparency(*levels):
    return chunk(b"tRNS", struct.pack(f">{len(levels)}H", *levels))


def pngs():
    for depth in (1, 2, 4):
        yield f"grey-{depth}-bit-transparent.png", png(depth, 0, before=transparency(1), size=SMALL)
    yield "grey-16-bit-transparent.png", png(16, 0, before=transparency(300), size=SMALL)
    yield "rgb-16-bit-transparent.png", png(16, 2, before=transparency(1, 2, 3), size=SMALL)
    yield "palette-2-bit-alpha.png", png(2, 3, before=palette(4) + alphas(3), size=SMALL)
    yield "interlaced-grey-alpha-16-bit.png", png(16, 4, interlaced=True, size=SMALL)
    for size in ((1, 1), (1, 9), (3, 2), (30, 1)):
        yield f"interlaced-{size[0]}x{size[1]}.png", png(2, 0, interlaced=True, size=size)


def turned():
    """EXIF's eight orientations, then its other places."""
    for value in range(1, 9):
        yield f"turned-{value}.jpg", saved(picture("L", SMALL), "JPEG", quality=30, exif=exif_orientation(value))
    motorola = b"MM\0*\0\0\0\x08\0\2\1\0\0\3\0\0\0\1\0\1\0\0\1\x12\0\3\0\0\0\1\0\5\0\0\0\0\0\0"
    plain = png(8, 2, size=SMALL)
    yield "turned-before.png", plain[:33] + chunk(b"eXIf", motorola) + plain[33:]
    yield "turned-after.png", plain[:-12] + chunk(b"eXIf", motorola) + plain[-12:]
    yield "turned.webp", saved(picture("RGBA", SMALL), "WEBP", lossless=True, exif=exif_orientation(7))


def others():
    yield "1x1.webp", saved(picture("RGB", (1, 1)), "WEBP", lossless=True)
    yield "1x9.webp", saved(picture("RGB", (1, 9)), "WEBP")
    yield "1x9.jpg", saved(picture("RGB", (1, 9)), "JPEG", progressive=True)
    yield "30x1.jpg", saved(picture("CMYK", (30, 1)), "JPEG")


def netpbms():
    """PBM, PGM and PPM, raw and plain, with comments and values of white that are scaled."""
    own = np.random.default_rng(13)
    width, height = SMALL

    def values(channels, most):
        return own.integers(0, most + 1, width * height * channels)

    def raw(kind, channels, most):
        data = values(channels, most).astype("u1" if most < 256 else ">u2").tobytes()
        return b"P%d\n# drawn\n%d %d\n%d\n" % (kind, *SMALL, most) + data

    def plain(kind, channels, most):
        text = " ".join(f"{value}" + ("\n# more\n" if at % 40 == 0 else "") for at, value in enumerate(values(channels, most)))
        return f"P{kind} {width}\t{height} {most}\n{text}".encode()

    yield "raw.ppm", raw(6, 3, 255)
    yield "raw-100.ppm", raw(6, 3, 100)
    yield "raw-16-bit.ppm", raw(6, 3, 65535)
    yield "raw-1000.ppm", raw(6, 3, 1000)
    yield "raw.pgm", raw(5, 1, 255)
    yield "raw-15.pgm", raw(5, 1, 15)
    yield "raw.pbm", b"P4 13 7\n" + own.integers(0, 256, 2 * height, np.uint8).tobytes()
    yield "plain.ppm", plain(3, 3, 255)
    yield "plain-1000.ppm", plain(3, 3, 1000)
    yield "plain.pgm", plain(2, 1, 200)
    yield "plain.pbm", b"P1 # bits\n13 7\n" + b"".join(b"%d%s" % (bit, b"\n" if bit else b"") for bit in values(1, 1))


def every():
    """Pairs of a file name and its bytes."""
    yield from gifs()
    yield from bmps()
    yield from pngs()
    yield from turned()
    yield from others()
    yield from netpbms()


def bombs():
    """Headers of 60000x60000 with next to nothing behind them: the name of the format and the bytes.
    WebP's is an animation, the only kind whose canvas may be larger than a picture."""
    side = 60000
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    yield "PNG", b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(64)))
    yield "GIF", gif(b"\1\2", (0, 0, 2, 1), (side, side), COLOURS[:12])
    yield "PPM", b"P6 60000 60000 255\n" + bytes(64)
    yield "BMP", bmp(8, RLE8, COLOURS, 1, size=(side, side))
    jpeg = saved(picture("L", (8, 8)), "JPEG")
    frame = jpeg.index(b"\xff\xc0") + 5
    yield "JPEG", jpeg[:frame] + struct.pack(">HH", side, side) + jpeg[frame + 4:]
    canvas = b"VP8X" + struct.pack("<II", 10, 2) + 2 * struct.pack("<I", side - 1)[:3]
    body = b"WEBP" + canvas + saved(picture("RGB", (8, 8)), "WEBP")[12:]
    yield "WebP", b"RIFF" + struct.pack("<I", len(body)) + body
