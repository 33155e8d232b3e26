"""Labelled photos for measuring, and unlabelled ones for the mean feature. A third is held out of every choice."""
import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image


@dataclass
class Photo:
    path: Path
    fine: str
    coarse: str
    held_out: bool


def read_table(table):
    """labels.csv (file, coarse, fine, split); the files lie beside it."""
    with open(table, encoding="utf-8", newline="") as file:
        return [Photo(Path(table).parent / row["file"], row["fine"], row["coarse"], row["split"] != "dev")
                for row in csv.DictReader(file)]


def open_rgb(path):
    return Image.open(path).convert("RGB")


def pixels(image, size):
    """[3, size, size]: shortest side to `size`, bicubic, centre crop, mean and std 0.5."""
    scale = size / min(image.size)
    width, height = (max(size, round(n * scale)) for n in image.size)
    if (width, height) != image.size:
        image = image.resize((width, height), Image.BICUBIC)
    left, top = (width - size) // 2, (height - size) // 2
    image = image.crop((left, top, left + size, top + size))
    return np.asarray(image, dtype=np.float32).transpose(2, 0, 1) / 127.5 - 1
