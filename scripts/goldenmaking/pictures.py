"""Small pictures of every kind that is read, drawn with a fixed seed."""
import io
import struct
import zlib

import numpy as np
from PIL import Image

SIZE = (37, 29)
rng = np.random.default_rng(7)


def drawing(size, channels):
    """Gradients on the left, noise in the middle, a checkerboard on the right: [height, width, channels]."""
    width, height = size
    y, x = np.mgrid[:height, :width]
    gradients = np.stack([x * 255 // max(1, width - 1), y * 255 // max(1, height - 1), (x + y) * 5 % 256, 255 - x * 3 % 256])
    pixels = np.moveaxis(gradients, 0, -1)[..., :channels].astype(np.uint8)
    third = width // 3
    pixels[:, third:2 * third] = rng.integers(0, 256, (height, third, channels))
    pixels[:, 2 * third:] = ((x + y) % 2 * 255)[:, 2 * third:, None]
    if channels in (2, 4):
        pixels[..., -1] = np.where(y % 7 < 2, 0, np.where(y % 7 < 4, 255, rng.integers(0, 256, (height, width))))
    return pixels


def picture(mode, size=SIZE):
    channels = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}[mode]
    return Image.frombytes(mode, size, drawing(size, channels).tobytes())


def saved(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(depth, colour, interlaced=False, before=b"", size=SIZE, below=None):
    """A PNG of noise with every row filter. before: chunks before the pixels; below: samples of 8 bit stay below it."""
    width, height = size
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]

    def rows(width, height):
        length = (width * channels * depth + 7) // 8
        return b"".join(bytes([rng.integers(0, 5) if below is None else 0]) + rng.integers(0, below or 256, length, np.uint8).tobytes()
                        for _ in range(height if width else 0))

    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    pixels = b"".join(rows(max(0, -(-(width - x) // dx)), max(0, -(-(height - y) // dy))) for x, y, dx, dy in passes)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def palette(count):
    return chunk(b"PLTE", rng.integers(0, 256, 3 * count, np.uint8).tobytes())


def alphas(count):
    return chunk(b"tRNS", rng.integers(0, 256, count, np.uint8).tobytes())


def grey16(limit):
    return saved(Image.fromarray(rng.integers(0, limit, SIZE[::-1], np.uint16)), "PNG")


def adobe_transform(jpeg, value):
    """Another colour transform in the Adobe marker: 2 makes YCCK of CMYK."""
    at = jpeg.index(b"Adobe") + 11
    return jpeg[:at] + bytes([value]) + jpeg[at + 1:]


def exif_orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def pngs():
    yield "grey.png", saved(picture("L"), "PNG")
    yield "grey-transparent.png", saved(picture("L"), "PNG", transparency=255)
    yield "grey-alpha.png", saved(picture("LA"), "PNG")
    yield "rgb.png", saved(picture("RGB"), "PNG")
    yield "rgb-transparent.png", saved(picture("RGB"), "PNG", transparency=(255, 255, 255))
    yield "rgb-gamma.png", png(8, 2, before=chunk(b"gAMA", struct.pack(">I", 100000)))
    yield "rgba.png", saved(picture("RGBA"), "PNG")
    for depth in (1, 2, 4):
        yield f"grey-{depth}-bit.png", png(depth, 0)
        yield f"palette-{depth}-bit.png", png(depth, 3, before=palette(1 << depth))
    yield "palette.png", png(8, 3, before=palette(256))
    yield "palette-one-transparent.png", png(8, 3, before=palette(200) + chunk(b"tRNS", b"\xff" * 9 + b"\0"), below=200)
    yield "palette-alpha.png", png(8, 3, before=palette(256) + alphas(150))
    yield "palette-short.png", png(8, 3, before=palette(100))
    yield "grey-16-bit-dark.png", grey16(600)
    yield "grey-16-bit.png", grey16(65536)
    yield "grey-alpha-16-bit.png", png(16, 4)
    yield "rgb-16-bit.png", png(16, 2)
    yield "rgba-16-bit.png", png(16, 6)
    yield "interlaced-bilevel.png", png(1, 0, interlaced=True)
    yield "interlaced-palette-4-bit.png", png(4, 3, interlaced=True, before=palette(16))
    yield "interlaced-rgb.png", png(8, 2, interlaced=True)
    yield "interlaced-rgba-16-bit.png", png(16, 6, interlaced=True)
    frames = [picture("RGB") for _ in range(2)]
    yield "animated.png", saved(frames[0], "PNG", save_all=True, append_images=frames[1:], default_image=True)
    yield "1x1.png", saved(picture("RGB", (1, 1)), "PNG")
    yield "3x200.png", saved(picture("RGBA", (3, 200)), "PNG")
    yield "200x3.png", saved(picture("RGB", (200, 3)), "PNG")
    yield "16x16.png", saved(picture("RGBA", (16, 16)), "PNG")
    yield "16x90.png", saved(picture("RGB", (16, 90)), "PNG")


def jpegs():
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        yield f"{name}.jpg", saved(picture("RGB"), "JPEG", subsampling=subsampling)
    yield "progressive.jpg", saved(picture("RGB"), "JPEG", progressive=True, quality=60)
    yield "restarts.jpg", saved(picture("RGB"), "JPEG", restart_marker_blocks=2)
    yield "rgb.jpg", saved(picture("RGB"), "JPEG", keep_rgb=True)
    yield "turned.jpg", saved(picture("RGB"), "JPEG", exif=exif_orientation(6))
    yield "grey.jpg", saved(picture("L"), "JPEG")
    cmyk = saved(picture("CMYK"), "JPEG", quality=90)
    yield "cmyk.jpg", cmyk
    yield "ycck.jpg", adobe_transform(cmyk, 2)
    yield "cmyk-progressive.jpg", saved(picture("CMYK"), "JPEG", progressive=True)
    jpeg = saved(picture("RGB"), "JPEG")
    yield "stray-bytes.jpg", jpeg[:-2] + b"stray" + jpeg[-2:] + b"and more"
    yield "1x1.jpg", saved(picture("L", (1, 1)), "JPEG")
    yield "40x200.jpg", saved(picture("RGB", (40, 200)), "JPEG")


def webps():
    yield "lossy.webp", saved(picture("RGB"), "WEBP")
    yield "lossless.webp", saved(picture("RGB"), "WEBP", lossless=True)
    yield "lossy-alpha.webp", saved(picture("RGBA"), "WEBP")
    yield "lossless-alpha.webp", saved(picture("RGBA"), "WEBP", lossless=True, exact=True)
    for mode, name in (("RGB", "animated.webp"), ("RGBA", "animated-alpha.webp")):
        frames = [picture(mode) for _ in range(2)]
        yield name, saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)


def every():
    """Pairs of a file name and its bytes."""
    yield from pngs()
    yield from jpegs()
    yield from webps()
