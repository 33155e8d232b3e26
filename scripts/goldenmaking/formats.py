"""Pictures of the rarer formats as Pillow decodes them, for Tests/ModelTests/Goldens/formats.

files/           small TIFF, HEIC, AVIF, JPEG XL and ICO files of every kind.
refused/         what Pillow does not read either, or in modes that are resampled in another way.
bombs/           headers that claim to be huge.
formats.json     "files" in their order, with what Pillow says of each.
decoded.rgba     every file's pixels, RGBA, one after the other.
"""
import io
import json
import re
import shutil
import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401, it registers itself
import tifffile
from PIL import Image

from goldenmaking.pictures import exif_orientation, picture, saved

FOLDER = Path("Tests/ModelTests/Goldens/formats")
SMALL = (21, 13)
rng = np.random.default_rng(17)
pillow_heif.register_heif_opener()


def noise(channels=1, depth=8, size=SMALL):
    width, height = size
    return rng.integers(0, 1 << depth, (height, width, channels), np.uint16 if depth > 8 else np.uint8)


def tiff(tags, data, order="<", big=False):
    """A TIFF of one strip: tags are (number, type, values); the strip's place is added."""
    letter = {1: "B", 3: "H", 4: "I", 16: "Q"}
    entries = sorted(tags + [(273, 4, [8 if not big else 16]), (279, 4, [len(data)])])
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, 16 + len(data)) if big else (42, 8 + len(data))))
    start = len(head) + len(data)
    room, count = (8, "Q") if big else (4, "I")
    behind = start + (8 if big else 2) + len(entries) * (20 if big else 12) + room
    out, tail = struct.pack(order + ("Q" if big else "H"), len(entries)), b""
    for number, kind, values in entries:
        packed = struct.pack(order + letter[kind] * len(values), *values)
        if len(packed) > room:
            place = struct.pack(order + count, behind + len(tail))
            tail += packed + b"\0" * (len(packed) % 2)
        else:
            place = packed.ljust(room, b"\0")
        out += struct.pack(order + "HH" + count, number, kind, len(values)) + place
    return head + data + out + bytes(room) + tail


def head(bits, photometric, channels=1, size=SMALL, compression=1, more=()):
    return [(256, 4, [size[0]]), (257, 4, [size[1]]), (258, 3, [bits] * channels), (259, 3, [compression]),
            (262, 3, [photometric]), (277, 3, [channels]), (278, 4, [size[1]]), *more]


def packed(bits, size=SMALL):
    return rng.integers(0, 256, (size[0] * bits + 7) // 8 * size[1], np.uint8).tobytes()


def levels(bits, order="<"):
    return noise(1, bits).astype(order + ("u2" if bits > 8 else "u1")).tobytes()


def tiffs():
    for name, mode in (("grey", "L"), ("rgb", "RGB"), ("rgba", "RGBA"), ("cmyk", "CMYK"), ("grey-alpha", "LA")):
        yield f"{name}.tif", saved(picture(mode, SMALL), "TIFF")
    rgb = picture("RGB", SMALL)
    for name in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "zstd", "lzma", "jpeg"):
        yield f"{name}.tif", saved(rgb, "TIFF", compression=name)
    yield "jpeg-grey.tif", saved(picture("L", SMALL), "TIFF", compression="jpeg")
    yield "jpeg-cmyk.tif", saved(picture("CMYK", SMALL), "TIFF", compression="jpeg")
    yield "ycbcr.tif", saved(rgb.convert("YCbCr"), "TIFF")
    yield "ycbcr-lzw.tif", saved(rgb.convert("YCbCr"), "TIFF", compression="tiff_lzw")
    bilevel = Image.fromarray(noise()[..., 0]).convert("1")
    for name in ("raw", "group3", "group4", "tiff_ccitt"):
        yield f"bilevel-{name}.tif", saved(bilevel, "TIFF", compression=name)
    palette = Image.frombytes("P", SMALL, noise(1, 6).tobytes())
    palette.putpalette(rng.integers(0, 256, 192, np.uint8).tobytes())
    yield "palette.tif", saved(palette, "TIFF")
    yield "palette-lzw.tif", saved(palette, "TIFF", compression="tiff_lzw")
    for bits in (1, 2, 4, 8):
        colours = rng.integers(0, 65536, 3 << bits).tolist()
        yield f"palette-{bits}.tif", tiff(head(bits, 3, more=[(320, 3, colours)]), packed(bits))
        for photometric in (0, 1):
            order = "<>"[photometric]
            yield f"grey-{bits}-{photometric}.tif", tiff(head(bits, photometric), packed(bits), order)
            if (bits, photometric) != (8, 0):  # Pillow fails
                yield f"grey-{bits}-{photometric}-reversed.tif", tiff(
                    head(bits, photometric, more=[(266, 3, [2])]), packed(bits))
    for order, name in (("<", "little"), (">", "big")):
        yield f"grey-16-{name}.tif", tiff(head(16, 1), levels(16, order), order)
        yield f"rgb-16-{name}.tif", tiff(head(16, 2, 3), noise(3, 16).astype(order + "u2").tobytes(), order)
    yield "grey-16-white-is-0.tif", tiff(head(16, 0), levels(16))
    yield "grey-16-lzw.tif", saved(Image.fromarray(noise(1, 16)[..., 0]), "TIFF", compression="tiff_lzw")
    for extra, name in ((0, "unspecified"), (1, "premultiplied"), (2, "straight")):
        pixels = np.array(picture("RGBA", SMALL))
        yield f"rgba-{name}.tif", tiff(head(8, 2, 4, more=[(338, 3, [extra])]), pixels.tobytes())
        yield f"rgba-16-{name}.tif", tiff(head(16, 2, 4, more=[(338, 3, [extra])]), (pixels.astype("<u2") * 257).tobytes())
    yield "rgba-not-said.tif", tiff(head(8, 2, 4), noise(4).tobytes())
    yield "six-channels.tif", tiff(head(8, 2, 6, more=[(338, 3, [2, 0, 0])]), noise(6).tobytes())
    yield "grey-unspecified.tif", tiff(head(8, 1, 2, more=[(338, 3, [0])]), noise(2).tobytes())
    yield "signed-grey.tif", tiff(head(8, 1, more=[(339, 3, [2])]), noise().tobytes())
    yield "cmyk-16.tif", tiff(head(16, 5, 4), noise(4, 16).tobytes())
    yield "big-tiff.tif", tiff(head(8, 2, 3), noise(3).tobytes(), big=True)
    yield "deflate-strip.tif", tiff(head(8, 2, 3, compression=8), zlib.compress(noise(3).tobytes()))
    for orientation in range(2, 9):
        yield f"orientation-{orientation}.tif", tiff(head(8, 2, 3, more=[(274, 3, [orientation])]), noise(3).tobytes())
    yield "orientation-6-palette.tif", tiff(
        head(8, 3, more=[(274, 3, [6]), (320, 3, rng.integers(0, 65536, 768).tolist())]), noise().tobytes())
    yield "orientation-8-grey-16.tif", tiff(head(16, 1, more=[(274, 3, [8])]), levels(16))
    yield "two-pages.tif", saved(rgb, "TIFF", save_all=True, append_images=[picture("L", (5, 4))])

    def written(pixels, **options):
        out = io.BytesIO()
        tifffile.imwrite(out, pixels, **options)
        return out.getvalue()

    large = (70, 45)
    yield "tiles.tif", written(noise(3, size=large), tile=(16, 32), photometric="rgb")
    yield "tiles-deflate-predictor.tif", written(
        noise(3, 16, large), tile=(32, 16), photometric="rgb", compression="zlib", predictor=False)
    yield "tiles-bilevel.tif", written(noise(1, 1, large)[..., 0].astype(bool), tile=(16, 16), photometric="minisblack")
    yield "planes.tif", written(np.moveaxis(noise(3), -1, 0), planarconfig="separate", photometric="rgb")
    yield "planes-tiles.tif", written(
        np.moveaxis(noise(3, size=large), -1, 0), planarconfig="separate", photometric="rgb", tile=(16, 16))
    yield "strips.tif", written(noise(3), photometric="rgb", rowsperstrip=4)
    yield "big-endian-zlib.tif", written(noise(1, 16)[..., 0], byteorder=">", compression="zlib", rowsperstrip=3)


def others():
    rgb, rgba, grey = (picture(mode) for mode in ("RGB", "RGBA", "L"))
    for sampling in ("4:2:0", "4:2:2", "4:4:4"):
        name = sampling.replace(":", "")
        yield f"{name}.avif", saved(rgb, "AVIF", quality=60, subsampling=sampling)
        yield f"{name}.heic", saved(rgb, "HEIF", quality=60, chroma=name)
    yield "grey.avif", saved(grey, "AVIF", subsampling="4:0:0")
    yield "full-range.avif", saved(rgb, "AVIF", range="full", subsampling="4:2:0")
    yield "limited-range.avif", saved(rgb, "AVIF", range="limited", subsampling="4:2:0")
    yield "alpha.avif", saved(rgba, "AVIF")
    yield "lossless.avif", saved(rgb, "AVIF", quality=100, subsampling="4:4:4")
    yield "sequence.avif", saved(rgb, "AVIF", save_all=True, append_images=[picture("RGB")])
    yield "grey.heic", saved(grey, "HEIF", quality=60)
    yield "alpha.heic", saved(rgba, "HEIF", quality=60)
    yield "even.heic", saved(picture("RGB", (64, 48)), "HEIF", quality=60)
    for orientation in range(2, 9):
        exif = exif_orientation(orientation)
        yield f"orientation-{orientation}.avif", saved(picture("RGB", (12, 8)), "AVIF", exif=exif)
        yield f"orientation-{orientation}.heic", saved(picture("RGB", (12, 8)), "HEIF", exif=exif)
    for name, image in (("rgb", rgb), ("rgba", rgba), ("grey", grey), ("grey-alpha", picture("LA"))):
        yield f"{name}.jxl", saved(image, "JXL", lossless=True)
        yield f"{name}-lossy.jxl", saved(image, "JXL", quality=80)
    yield "container.jxl", saved(rgb, "JXL", lossless=True, use_container=True)
    yield "grey-16.jxl", saved(Image.fromarray(noise(1, 16, (37, 29))[..., 0]), "JXL", lossless=True)
    jpeg = Image.open(io.BytesIO(saved(rgb, "JPEG", quality=85)))
    jpeg.filename = str(FOLDER / "packed.jpg")
    Path(jpeg.filename).write_bytes(saved(rgb, "JPEG", quality=85))
    yield "jpeg.jxl", saved(Image.open(jpeg.filename), "JXL", lossless_jpeg=True)
    Path(jpeg.filename).unlink()
    for name, mode in (("rgb", "RGB"), ("rgba", "RGBA"), ("grey", "L")):
        yield f"{name}-png.ico", saved(picture(mode, (32, 32)), "ICO", sizes=[(16, 16), (32, 32)])
        yield f"{name}-bitmap.ico", saved(picture(mode, (32, 32)), "ICO", sizes=[(16, 16), (32, 32)], bitmap_format="bmp")
    palette = Image.frombytes("P", (24, 20), noise(1, 4, (24, 20)).tobytes())
    palette.putpalette(rng.integers(0, 256, 48, np.uint8).tobytes())
    yield "palette-bitmap.ico", saved(palette, "ICO", sizes=[(24, 20)], bitmap_format="bmp")
    yield "masked.ico", icon(13, 9, 24)
    yield "masked-8-bit.ico", icon(33, 5, 8)
    yield "masked-1-bit.ico", icon(10, 10, 1)
    yield "deepest-is-not-first.ico", icons([(8, 8, 32), (8, 8, 8), (4, 4, 1)])


def bitmap(width, height, bits):
    """A bitmap as icons have it, with a mask of noise."""
    colours = rng.integers(0, 256, 4 << bits, np.uint8).tobytes() if bits <= 8 else b""
    pixels = rng.integers(0, 256, (width * bits + 31) // 32 * 4 * height, np.uint8).tobytes()
    mask = rng.integers(0, 256, (width + 31) // 32 * 4 * height, np.uint8).tobytes()
    return struct.pack("<IiiHHIIiiII", 40, width, height * 2, 1, bits, 0, len(pixels), 0, 0, 0, 0) + colours + pixels + mask


def icons(kinds):
    out, behind = struct.pack("<HHH", 0, 1, len(kinds)), b""
    for width, height, bits in kinds:
        data = bitmap(width, height, bits)
        out += struct.pack("<BBBBHHII", width, height, 1 << bits if bits < 8 else 0, 0, 1, bits, len(data),
                           6 + 16 * len(kinds) + len(behind))
        behind += data
    return out + behind


def icon(width, height, bits):
    return icons([(width, height, bits)])


def refused():
    """Names with the part of the error that says why."""
    yield "float.tif", saved(Image.fromarray(rng.random((5, 7)).astype(np.float32)), "TIFF"), "32 bit floating-point"
    yield "integers.tif", saved(Image.fromarray(rng.integers(0, 9, (5, 7)).astype(np.int32)), "TIFF"), "32 bit signed"
    yield "lab.tif", tiff(head(8, 8, 3), noise(3).tobytes()), "L*a*b*"
    yield "thirteen-bands.tif", tiff(head(16, 1, 13, more=[(338, 3, [0] * 12)]), noise(13, 16).tobytes()), "13 channels"


def bombs():
    side = 60000
    yield "TIFF", tiff(head(8, 2, 3, (side, side)), bytes(64))
    yield "BigTIFF", tiff(head(8, 2, 3, (side, side)), bytes(64), ">", big=True)
    # (HEIC's size stands in the coded picture.)
    data = saved(picture("RGB"), "AVIF")
    yield "AVIF", re.sub(rb"(ispe....)........", rb"\1" + struct.pack(">II", side, side), data, flags=re.DOTALL)
    # The bits of a size header by ISO/IEC 18181-1, D.2: no multiples of 8, selector 2 (18 bits) twice, no ratio;
    # and a bit that says that all else is as usual.
    bits = "0" + "01" + f"{side - 1:018b}"[::-1] + "000" + "01" + f"{side - 1:018b}"[::-1] + "1"
    yield "JPEG XL", b"\xff\x0a" + int(bits[::-1], 2).to_bytes((len(bits) + 7) // 8, "little") + bytes(64)
    data = bytearray(icon(16, 16, 24))
    struct.pack_into("<ii", data, 22 + 4, side, side * 2)
    yield "ICO", bytes(data)


def within(name):
    """How far another version of the same library may be off, in levels: libheif 1.15 rounds otherwise than pillow-heif's
    1.23 where colour is sampled more coarsely, libjxl 0.7 does not dither where pillow-jxl-plugin's does. Pillow itself
    turns uncompressed YCbCr into RGB, and libtiff, which does it for us, rounds otherwise."""
    lossy = name.endswith(".jxl") and "lossy" in name or name.endswith(".heic")
    return 1 if lossy else 2 if name == "ycbcr.tif" else 0


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name in ("files", "refused", "bombs"):
        (FOLDER / name).mkdir(parents=True)
    files, decoded = [], b""
    for name, data in (*tiffs(), *others()):
        (FOLDER / "files" / name).write_bytes(data)
        # Not by its path: a file that Pillow maps into memory is turned before its rows are counted (seen with 13.0).
        image = Image.open(io.BytesIO(data))
        has_alpha = "A" in image.getbands() or "transparency" in image.info
        pixels = image.convert("RGBA")
        decoded += pixels.tobytes()
        files.append(dict(file=name, width=image.width, height=image.height, hasAlpha=has_alpha, mode=image.mode,
                          orientation=image.getexif().get(0x0112, 1), within=within(name)))
    reasons = {}
    for name, data, reason in refused():
        (FOLDER / "refused" / name).write_bytes(data)
        reasons[name] = reason
    for name, data in bombs():
        (FOLDER / "bombs" / name).write_bytes(data)
    (FOLDER / "decoded.rgba").write_bytes(decoded)
    (FOLDER / "formats.json").write_text(
        '{"files": [\n' + ",\n".join(json.dumps(file) for file in files) + '\n], "refused": '
        + json.dumps(reasons, indent=1) + "}\n")


if __name__ == "__main__":
    main()
