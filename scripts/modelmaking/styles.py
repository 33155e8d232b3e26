"""What a style word does to a picture, and random views of a photo for fitting the head."""
import io

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps


def _rescaled(image, side, down, up):
    scale = side / max(image.size)
    small = image.resize([max(1, round(n * scale)) for n in image.size], down)
    return small.resize(image.size, up)


def _jpeg(image):
    file = io.BytesIO()
    image.save(file, "JPEG", quality=4)
    return Image.open(file).convert("RGB")


def _middle(image, part):
    width, height = image.size
    w, h = round(width * part), round(height * part)
    left, top = (width - w) // 2, (height - h) // 2
    return image.crop((left, top, left + w, top + h))


def _sketch(image):
    """Dark lines on white: a dodge of the grey picture by its blurred negative."""
    grey = np.asarray(ImageOps.grayscale(image), np.float32)
    size = max(2, max(image.size) // 60)
    blurred = Image.fromarray((255 - grey).astype(np.uint8)).filter(ImageFilter.GaussianBlur(size))
    line = np.minimum(255, grey * 255 / np.maximum(1, 255 - np.asarray(blurred, np.float32)))
    return Image.fromarray(line.astype(np.uint8)).convert("RGB")


# style word -> what it does; each has its own offset in embedding space (see head.py)
STYLES = {
    "pixelated": lambda i: _rescaled(i, 24, Image.BOX, Image.NEAREST),
    "jpeg corrupted": _jpeg,
    "low resolution": lambda i: _rescaled(i, 40, Image.BICUBIC, Image.BICUBIC),
    "blurry": lambda i: i.filter(ImageFilter.GaussianBlur(max(i.size) / 60)),
    "sketch": _sketch,
    "black and white": lambda i: ImageOps.grayscale(i).convert("RGB"),
    "cropped": lambda i: _middle(i, 0.5),
    "dark": lambda i: ImageEnhance.Brightness(i).enhance(0.25),
    "bright": lambda i: ImageEnhance.Brightness(i).enhance(1.9),
}


def random_view(image, random):
    """A crop, mirrored half the time, with other colours; now and then blurred or turned."""
    width, height = image.size
    part = random.uniform(0.35, 1.0) ** 0.5
    stretch = random.uniform(0.8, 1.25)
    w, h = min(width, round(width * part * stretch)), min(height, round(height * part / stretch))
    left, top = random.integers(0, width - w + 1), random.integers(0, height - h + 1)
    image = image.crop((left, top, left + w, top + h))
    if random.random() < 0.5:
        image = ImageOps.mirror(image)
    if random.random() < 0.3:
        image = image.rotate(random.uniform(-25, 25), Image.BILINEAR, fillcolor=image.getpixel((0, 0)))
    for change in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        image = change(image).enhance(random.uniform(0.6, 1.4))
    if random.random() < 0.2:
        image = image.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 2)))
    return image


def shrunk(image, side, random):
    """A square of the picture, some `side` pixels wide, as tiny datasets have it; enlarged again by the tower."""
    width, height = image.size
    most = min(width, height)
    part = round(most * random.uniform(0.8, 1.0))
    left, top = (random.integers(0, n - part + 1) for n in (width, height))
    image = image.crop((left, top, left + part, top + part))
    if random.random() < 0.5:
        image = ImageOps.mirror(image)
    return image.resize((side, side), Image.BOX if random.random() < 0.3 else Image.BICUBIC)
