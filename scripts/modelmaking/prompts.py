"""What a prompt changes: the kind after an ambiguous name, a wrong kind, a style word. Lists fixed beforehand."""
import torch
import torch.nn.functional as F

from .styles import STYLES
from .zeroshot import SIMPLE, accuracy, ranks

ANIMALS = ["bear or panda", "bird", "camel or giraffe", "canine", "cattle", "crustacean or mollusk",
           "deer or antelope", "equine", "feline", "fish", "insect", "marine mammal", "marsupial", "pachyderm",
           "primate", "reptile or amphibian", "sheep, goat or pig", "small mammal"]
# name, one kind and a word that stands near it, another kind and a word near that
SENSES = [
    ("mouse", "animal", "hamster", "device", "computer keyboard"),
    ("crane", "bird", "heron", "machine", "forklift"),
    ("bass", "fish", "trout", "musical instrument", "guitar"),
    ("jaguar", "animal", "leopard", "car", "sports car"),
    ("orange", "fruit", "lemon", "tree", "maple"),
    ("nail", "fastener", "screw", "body part", "thumb"),
    ("seal", "animal", "sea lion", "fastener", "padlock"),
    ("kite", "bird", "hawk", "toy", "balloon"),
    ("bat", "animal", "squirrel", "sports equipment", "baseball"),
    ("tank", "vehicle", "half track", "container", "barrel"),
    ("drum", "musical instrument", "gong", "container", "barrel"),
    ("pitcher", "container", "jug", "person", "ballplayer"),
]
# fine label in the sample photos, an ambiguous name for it, its kind, a wrong kind
NAMES = [
    ("mouse", "mouse", "animal", "device"), ("crowned crane", "crane", "bird", "machine"),
    ("fruit bat", "bat", "animal", "sports equipment"), ("bass guitar", "bass", "musical instrument", "fish"),
    ("kiwifruit", "kiwi", "fruit", "bird"), ("orange", "orange", "fruit", "vehicle"),
    ("tank", "tank", "vehicle", "container"), ("turkey", "turkey", "bird", "food"),
    ("pitcher", "pitcher", "container", "person"), ("drum", "drum", "musical instrument", "container"),
    ("spade", "spade", "tool", "animal"), ("perch", "perch", "fish", "furniture"),
    ("iris", "iris", "flower", "body part"), ("palm tree", "palm", "tree", "body part"),
    ("jaguar", "jaguar", "animal", "car"), ("fly", "fly", "insect", "clothing"),
]


def senses(classifier):
    """For each name how much nearer it is to the first word than to the second: first kind, bare, other kind."""
    rows = []
    for name, kind, near, other, far in SENSES:
        texts = [f"a photo of a {name}, a type of {kind}.", f"a photo of a {name}.",
                 f"a photo of a {name}, a type of {other}."]
        found = classifier.texts(texts)
        first, second = classifier.classes([near, far], SIMPLE)
        rows.append((name, kind, other, *[round(float(row @ first - row @ second), 2) for row in found]))
    return rows


def animal_suffixes(classifier, images, photos, splits):
    """Only the animals' photos and classes; the same suffix on every class."""
    chosen = [i for i, photo in enumerate(photos) if photo.coarse in ANIMALS]
    truth = torch.tensor([ANIMALS.index(photos[i].coarse) for i in chosen])
    found = {}
    for title, template in (("none", "a photo of a {}."), ("right", "a photo of a {}, a type of animal."),
                            ("wrong", "a photo of a {}, a type of vehicle.")):
        places = ranks(images[chosen], classifier.classes(ANIMALS, [template]), truth)
        found[title] = {split: accuracy(places, [mask[i] for i in chosen]) for split, mask in splits.items()}
    return found


def ambiguous_names(classifier, images, photos, fine):
    """The label's probability in per cent among all fine labels, when it is called by its ambiguous name."""
    rows, classes = [], classifier.classes(fine, SIMPLE)
    for label, name, right, wrong in NAMES:
        for split, out in (("dev", False), ("held-out", True)):
            chosen = [i for i, p in enumerate(photos) if p.fine == label and p.held_out == out]
            if label not in fine or not chosen:
                continue
            values = []
            for suffix in (f", a type of {right}", "", f", a type of {wrong}"):
                changed = classes.clone()
                changed[fine.index(label)] = classifier.classes([name + suffix], SIMPLE)[0]
                shares = F.softmax(classifier.scale * images[chosen] @ changed.T, 1)
                values.append(round(100 * shares[:, fine.index(label)].mean().item(), 1))
            rows.append((name, split, len(chosen), right, wrong, *values))
    return rows


def style_words(classifier, images, photos, opened, splits):
    """Of two prompts with the true class, one with the style's word: the nearer to a plain and to a styled photo."""
    labels = sorted({photo.coarse for photo in photos})
    truth = [labels.index(photo.coarse) for photo in photos]
    plain_words = classifier.classes(labels, SIMPLE)[truth]
    found = {}
    for style, change in STYLES.items():
        text = "a sketch of a {}." if style == "sketch" else f"a {style} photo of a {{}}."
        words = classifier.classes(labels, [text])[truth]
        styled = classifier.images([change(image) for image in opened])
        lift = ((words - plain_words) * images).sum(1)
        styled_lift = ((words - plain_words) * styled).sum(1)
        found[style] = {}
        for split, mask in splits.items():
            mask = torch.tensor(mask)
            right = 0.5 * ((lift[mask] < 0).float().mean() + (styled_lift[mask] > 0).float().mean())
            order = (styled_lift[mask][:, None] > lift[mask][None]).float().mean()
            found[style][split] = (round(100 * right.item(), 1), round(100 * order.item(), 1))
    return found
