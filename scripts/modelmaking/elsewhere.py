"""Photos of Debian packages that were in no decision: elsewhere.csv says which, with labels given by eye beforehand.

The folder holds each package unpacked under its name:
    apt-get download PACKAGE && dpkg-deb -x PACKAGE_*.deb FOLDER/PACKAGE
"""
import csv
import math
from pathlib import Path

import torch

from .photos import open_rgb
from .zeroshot import PUBLISHED, SIMPLE, accuracy, ranks

TABLE = Path(__file__).with_name("elsewhere.csv")


def report(classifier, folder):
    """set -> photos, classes, and title -> [top-1, top-5, half of the 95 % interval of top-1] in per cent."""
    with open(TABLE, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for title in dict.fromkeys(row["set"] for row in rows):
        chosen = [row for row in rows if row["set"] == title]
        labels = sorted({row["label"] for row in chosen})
        truth = torch.tensor([labels.index(row["label"]) for row in chosen])
        images = classifier.images([open_rgb(Path(folder) / row["package"] / row["path"]) for row in chosen])
        found[title] = {"photos": len(chosen), "classes": len(labels)}
        for name, templates in {"{}": ["{}"], SIMPLE[0]: SIMPLE, "the 80": PUBLISHED}.items():
            places = ranks(images, classifier.classes(labels, templates), truth)
            first = accuracy(places, places >= 0) / 100
            found[title][name] = [accuracy(places, places >= 0, 1), accuracy(places, places >= 0, 5),
                                  round(196 * math.sqrt(first * (1 - first) / len(chosen)), 1)]
    return found
