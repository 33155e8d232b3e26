"""One photo of each ImageNet class: the published names in zero-shot beside the tower's own classifier.

The image tower was trained on these classes, so this is a check of the names and the head, not of seeing. Nothing is
fitted on the photos.
"""
import csv
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from open_clip import IMAGENET_CLASSNAMES

from .ingredients import class_offsets, classifier_network
from .photos import open_rgb
from .progress import Progress
from .zeroshot import PUBLISHED, SIMPLE, ranks


def report(classifier, table, variant):
    """title -> [top-1, top-5, half of the 95 % interval of top-1] in per cent."""
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    order = class_offsets()
    truth = torch.tensor([order.index(row["wnid"].lstrip("n")) for row in rows])
    features, images = seen(classifier, [Path(table).parent / row["file"] for row in rows])
    layer = classifier_network(variant).classifier
    with torch.inference_mode():
        places = {"the tower's own classifier": order_of(features @ layer.weight.T + layer.bias, truth)}
    for title, templates in {"{}": ["{}"], SIMPLE[0]: SIMPLE, "the 80 published templates": PUBLISHED}.items():
        places[title] = ranks(images, classifier.classes(IMAGENET_CLASSNAMES, templates), truth)
    return {title: figures(row) for title, row in places.items()}


@torch.inference_mode()
def seen(classifier, files):
    """What the trunk and what the whole image tower say of each photo."""
    features, images, progress = [], [], Progress("validation photos", len(files), "photos")
    for file in files:
        rows = classifier.model.visual.trunk(classifier.preprocess(open_rgb(file))[None])
        features.append(rows)
        images.append(F.normalize(classifier.model.visual.head(rows), dim=1))
        progress.step()
    return torch.cat(features), torch.cat(images)


def order_of(scores, truth):
    return (scores > scores.gather(1, truth[:, None])).sum(1)


def figures(places):
    first = (places < 1).float().mean().item()
    return [round(100 * first, 1), round(100 * (places < 5).float().mean().item(), 1),
            round(196 * math.sqrt(first * (1 - first) / len(places)), 1)]
