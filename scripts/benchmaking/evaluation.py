"""The reference's evaluation as a program of its own: photos from their files, one template, top-1. For (d), its memory."""
import argparse
import json
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import open_clip
import torch
from PIL import Image

from modelmaking.zeroshot import Classifier


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("photos", type=Path)
    parser.add_argument("threads", type=int)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    classifier = Classifier(given.model)
    names = sorted(folder.name for folder in given.photos.iterdir() if folder.is_dir())
    weights = open_clip.build_zero_shot_classifier(
        classifier.model, classifier.tokenizer, names, [lambda name: f"a photo of a {name}."])
    right = count = 0
    files = [(file, label) for label, name in enumerate(names) for file in sorted((given.photos / name).iterdir())]
    for start in range(0, len(files), 4):
        part = files[start:start + 4]
        pixels = torch.stack([classifier.preprocess(Image.open(file)) for file, _ in part])
        guesses = (classifier.model.encode_image(pixels, normalize=True) @ weights).argmax(1)
        right += sum(int(guess) == label for guess, (_, label) in zip(guesses, part))
        count += len(part)
    print(json.dumps({"images": count, "top1": right / count}))


main()
