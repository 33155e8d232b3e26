"""Labelled photos for measuring, and unlabelled ones for the mean feature. A third is always held out."""
import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


@dataclass
class Photo:
    path: Path
    fine: str
    coarse: str     # "" when the photo is in no coarse class
    held_out: bool


def held_out(name):
    """The fixed rule. It looks at nothing but the file's name."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 3 == 0


def read_table(table, folder):
    """A .tsv (path, fine, coarse; the rule above splits) or labels.csv (file, ..., split)."""
    table, folder = Path(table), Path(folder)
    comma = table.suffix == ".csv"
    photos = []
    with open(table, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="," if comma else "\t"):
            name = row["file" if comma else "path"]
            out = row["split"] not in ("dev", "train") if comma else held_out(name)
            photos.append(Photo(folder / name, row["fine"], row["coarse"], out))
    return photos


def open_rgb(path):
    """RGB pixels; what is transparent becomes white."""
    image = Image.open(path)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    return image.convert("RGB")


def pixels(image, size):
    """[3, size, size]: shortest side to `size`, bicubic, centre crop, mean and std 0.5."""
    scale = size / min(image.size)
    width, height = (max(size, round(n * scale)) for n in image.size)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.BICUBIC)
    left, top = (width - size) // 2, (height - size) // 2
    image = image.crop((left, top, left + size, top + size))
    return np.asarray(image, dtype=np.float32).transpose(2, 0, 1) / 127.5 - 1
