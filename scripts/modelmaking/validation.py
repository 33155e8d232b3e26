"""One photo of each ImageNet class: the published names in zero-shot beside the tower's own classifier.

The image tower was trained on these classes, so this is a check of the names and the head, not of seeing. Nothing is
fitted on the photos, nothing chosen by them; the kinds of templates were listed before they were measured.
"""
import csv
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from open_clip import IMAGENET_CLASSNAMES

from . import captions
from .ingredients import class_offsets, classifier_network
from .photos import open_rgb
from .progress import Progress
from .wordnet import WordNet
from .zeroshot import PUBLISHED, SIMPLE, ranks

STATES = ("blurry", "low resolution", "pixelated", "jpeg corrupted", "dark", "bright", "black and white")
ART = ("painting", "drawing", "sketch", "sculpture", "rendering", "embroidered", "tattoo", "origami", "graffiti",
       "cartoon", "doodle", "art of", "plastic", "toy", "plushie", "video game")
# kinds of templates, each the mean of its templates; "{kind}" is a word for what the class is
KINDS = {
    "the name alone": ["{}"],
    "the 80 published templates": PUBLISHED,
    "of these the 40 practised": captions.PRACTISED,
    "of these the 40 held back": captions.HELD_BACK,
    "of these a state of the photo": [t for t in PUBLISHED if any(word in t for word in STATES)],
    "of these art and things made after it": [t for t in PUBLISHED if any(word in t for word in ART)],
    "another frame": ["a picture of a {}.", "an image of a {}.", "this is a {}.", "one {}."],
    "many": ["a photo of many {}.", "a group of {}.", "many {}."],
    "a colour or a size": ["a photo of a red {}.", "a photo of a white {}.", "a photo of a big {}.", "a tiny {}."],
    "a second noun": ["a photo of a {} on a table.", "a {} in a garden.", "a {} beside a house.", "a {} and a man."],
    "a place of no meaning": ["there is a {} in the scene.", "a {} in front of the camera.", "a {} in the corner."],
    "the right kind": ["a photo of a {}, a type of {kind}."],
    "the wrong kind": ["a photo of a {}, a type of {wrong}."],
    "one kind for all": ["a photo of a {}, a type of animal."],
}
WORDS = ["dog", "cat", "bird", "fish", "snake", "lizard", "insect", "spider", "monkey", "animal", "fruit", "vegetable",
         "food", "mushroom", "plant", "car", "boat", "vehicle", "musical instrument", "furniture", "garment",
         "building", "tool", "weapon", "container", "machine", "device", "artifact", "object"]


def kinds_of():
    """(the kind, a wrong kind) of each class: the first of WORDS above it, and what it surely is not."""
    wordnet, found = WordNet(), []
    for offset in class_offsets():
        names = {name for above in wordnet.ancestors(offset) for name in wordnet[above].lemmas}
        wrong = "vehicle" if names & {"animal", "food", "plant"} else "animal"
        found.append((next((word for word in WORDS if word in names), "object"), wrong))
    return found


def report(classifier, table, variant):
    """title -> [top-1, top-5, half of the 95 % interval of top-1], and kinds -> the same by pairs, in per cent."""
    with open(table, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    order = class_offsets()
    truth = torch.tensor([order.index(row["wnid"].lstrip("n")) for row in rows])
    features, images = seen(classifier, [Path(table).parent / row["file"] for row in rows])
    layer = classifier_network(variant).classifier
    with torch.inference_mode():
        own = order_of(features @ layer.weight.T + layer.bias, truth)
    simple = ranks(images, classifier.classes(IMAGENET_CLASSNAMES, SIMPLE), truth)
    found = {"the tower's own classifier": figures(own), SIMPLE[0]: figures(simple)}
    for title, templates in KINDS.items():
        places = ranks(images, classes(classifier, templates), truth)
        found[title] = figures(places) + difference(places, simple)
    return found


def classes(classifier, templates):
    """The classes by their published names, each template with the class's own kind where it asks for one."""
    called = [[template.replace("{kind}", kind).replace("{wrong}", wrong).format(name) for template in templates]
              for name, (kind, wrong) in zip(IMAGENET_CLASSNAMES, kinds_of())]
    texts = classifier.texts([text for own in called for text in own])
    return F.normalize(texts.unflatten(0, (len(called), -1)).mean(1), dim=1)


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


def difference(places, others):
    """By how much top-1 is above the others' on the same photos, and half of its 95 % interval."""
    gain = (places < 1).float() - (others < 1).float()
    return [round(100 * gain.mean().item(), 1), round(196 * gain.std().item() / math.sqrt(len(gain)), 1)]
