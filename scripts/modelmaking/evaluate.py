"""Every figure of the model card, measured through open_clip on the finished directory."""
import json
import time
from pathlib import Path

import torch
from transformers import CLIPTokenizer

from . import assemble, captions, prompts, retrieval, text, validation
from .photos import open_rgb
from .targets import Space
from .vocabulary import Vocabulary
from .wordnet import WordNet
from .zeroshot import PUBLISHED, SIMPLE, Classifier, accuracy, best_scale, calibration_error, own_prompts, ranks

# title -> templates and other names for the labels
PROMPTS = {
    "bare name": (["{}"], {}), "a photo of a {}.": (SIMPLE, {}), "the 80": (PUBLISHED, {}),
    "40 practised": (captions.PRACTISED, {}), "40 held back": (captions.HELD_BACK, {}),
}


def names(folder, variant, share=1.0):
    """Whether the text tower finds the nouns' own places; no photo is needed."""
    classifier, wordnet = Classifier(folder), WordNet()
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    vocabulary = Vocabulary(wordnet, Space(wordnet, variant))
    encode = lambda texts: text.encode_texts(classifier.model, tokenizer, assemble.CONTEXT, texts)
    return retrieval.report(encode, vocabulary, share=share)


def report(folder, photos, own, variant, validated=None, share=1.0):
    """Names first, then photos; `validated` is the table of a photo of each ImageNet class."""
    classifier = Classifier(folder)
    opened = [open_rgb(photo.path) for photo in photos]
    started = time.time()
    images = classifier.images(opened)
    milliseconds = 1000 * (time.time() - started) / len(photos)
    held = [photo.held_out for photo in photos]
    splits = {"dev": [not out for out in held], "held-out": held, "all": [True] * len(held)}
    if not any(held):
        splits = {"dev": splits["dev"]}
    found = {
        "model": str(folder), "bytes": sum(f.stat().st_size for f in Path(folder).iterdir()),
        "ms_per_image": round(milliseconds, 1), "logit_scale": round(classifier.scale, 2),
        "photos": {split: sum(mask) for split, mask in splits.items()},
        "own_targets": names(folder, variant, share), "accuracy": {},
    }
    if validated:
        found["imagenet"] = validation.report(classifier, validated, variant)
    labels = {}
    for level in ("coarse", "fine"):
        chosen = [i for i, photo in enumerate(photos) if getattr(photo, level)]
        labels[level] = sorted({getattr(photos[i], level) for i in chosen})
        truth = torch.tensor([labels[level].index(getattr(photos[i], level)) for i in chosen])
        masks = {split: [mask[i] for i in chosen] for split, mask in splits.items()}
        for title, prompts_of in (PROMPTS | {"own prompts": own}).items():
            classes = classifier.classes(labels[level], *prompts_of)
            places = ranks(images[chosen], classes, truth)
            found["accuracy"][f"{level}, {title}"] = {
                split: [accuracy(places, mask, top) for top in (1, 5)] for split, mask in masks.items()}
            if level == "coarse" and title == "own prompts":
                found["calibration"] = {split: {
                    "best_scale": round(best_scale(images[chosen][mask], classes, truth[mask]), 1),
                    "ece": calibration_error(images[chosen][mask], classes, truth[mask], classifier.scale),
                } for split, mask in masks.items()}
                found["classes"] = {name: accuracy(places, truth == k) for k, name in enumerate(labels[level])}
    found["senses"] = prompts.senses(classifier)
    found["names"] = prompts.ambiguous_names(classifier, images, photos, labels["fine"])
    found["animals"] = prompts.animal_suffixes(classifier, images, photos, splits)
    found["styles"] = prompts.style_words(classifier, images, photos, opened, splits)
    return found


def show(found, as_json=False):
    if as_json:
        print(json.dumps(found, indent=1))
        return
    if "own_targets" in found:
        retrieval.show(found["own_targets"])
    if "imagenet" in found:
        print("\nImageNet, a photo of each class: top-1, top-5, half of top-1's 95 % interval; "
              "top-1 against \"a photo of a {}.\" by pairs, half of its interval")
        for title, figures in found["imagenet"].items():
            print(f"  {title:40s}" + "".join(f"{value:8.1f}" for value in figures))
    for title, rows in found.get("elsewhere", {}).items():
        print(f"\n{title}, photos in no decision:", rows)
    if "accuracy" not in found:
        return
    print(f"\n{found['model']}: {found['bytes'] / 1e6:.1f} MB, {found['ms_per_image']} ms an image, "
          f"logit scale {found['logit_scale']}, photos {found['photos']}")
    print(f"\n{'top-1 / top-5':32s}" + "".join(f"{split:>16s}" for split in found["photos"]))
    for title, row in found["accuracy"].items():
        print(f"{title:32s}" + "".join(f"{one:>9.1f} /{five:5.1f}" for one, five in row.values()))
    print("\ncalibration, coarse:", found["calibration"])
    print("\ncoarse classes, own prompts, all of these photos, top-1:", found["classes"])
    for title, heads in (("senses", "name, kind, other kind | first kind, bare, other kind"),
                         ("names", "name, split, photos, right, wrong | right, bare, wrong: probability %")):
        print(f"\n{title}: {heads}")
        for row in found[title]:
            print("  " + "  ".join(f"{value!s:>10s}" for value in row))
    print("\nanimals, one suffix on every class, top-1:", *(f"\n  {k}: {v}" for k, v in found["animals"].items()))
    print("\nstyle words, (right word chosen, styled above plain) per cent:",
          *(f"\n  {k}: {v}" for k, v in found["styles"].items()))
