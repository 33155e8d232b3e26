"""Datasets without image files: embeddings around the classes' texts, labels, and a dataset.toml that names both."""
import csv
import subprocess
import sys
from pathlib import Path

import numpy as np

# Oxford-IIIT Pet (Parkhi et al. 2012), class names as published.
CLASSES = """abyssinian, american bulldog, american pit bull terrier, basset hound, beagle, bengal, birman, bombay, boxer,
british shorthair, chihuahua, egyptian mau, english cocker spaniel, english setter, german shorthaired, great pyrenees,
havanese, japanese chin, keeshond, leonberger, maine coon, miniature pinscher, newfoundland, persian, pomeranian, pug,
ragdoll, russian blue, saint bernard, samoyed, scottish terrier, shiba inu, siamese, sphynx, staffordshire bull terrier,
wheaten terrier, yorkshire terrier""".replace("\n", " ").split(", ")
TEMPLATE = "a photo of a {}, a type of pet."
ACCURACY = 0.7
BLOCK = 10_000


def make(folder, images, element, program, model):
    """A dataset of `images` rows in `element` ("f32", "f16"), made on the first call. The first rows are the same for
    every number of images, and f16 is f32 rounded."""
    target = folder / f"{images}-{element}"
    if (target / "ready").exists():
        return target
    print(f"scripts/bench data: makes {target}", file=sys.stderr, flush=True)
    target.mkdir(parents=True, exist_ok=True)
    directions, noise = world(program, model)
    table = np.lib.format.open_memmap(
        target / "embeddings.npy", mode="w+", dtype={"f32": "<f4", "f16": "<f2"}[element],
        shape=(images, directions.shape[1]))
    with open(target / "labels.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["file", "label"])
        for start in range(0, images, BLOCK):
            labels, values = block(start // BLOCK, directions, noise)
            table[start:start + BLOCK] = values
            rows.writerows((f"{(start + i) // 1000:04}/{start + i:07}.jpg", CLASSES[label])
                           for i, label in enumerate(labels))
    table.flush()
    (target / "dataset.toml").write_text(
        f'name = "made-{images}-{element}"\ntitle = "{images:,} made embeddings, {element}"\n'
        'embeddings = "embeddings.npy"\nprompts = "prompts.txt"\n')
    (target / "prompts.txt").write_text(TEMPLATE.format("{label}") + "\n")
    (target / "ready").touch()
    return target


def block(number, directions, noise):
    """Labels, and unit vectors around the directions of their classes."""
    random = np.random.default_rng([number, 512])
    labels = random.integers(len(directions), size=BLOCK)
    values = directions[labels] + noise * random.standard_normal((BLOCK, directions.shape[1]), dtype=np.float32)
    return labels, values / np.linalg.norm(values, axis=1, keepdims=True)


def world(program, model):
    """What tells each class from the others, and the noise that leaves about ACCURACY of the images right."""
    texts = [argument for name in CLASSES for argument in ("--text", TEMPLATE.format(name))]
    lines = subprocess.run([program, "embed", *texts, "--model", model], check=True, capture_output=True, text=True)
    weights = np.array([line.split("\t") for line in lines.stdout.splitlines()], dtype=np.float32)
    directions = weights - weights.mean(axis=0)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    low, high = 0.0, 4.0
    for _ in range(16):
        middle = (low + high) / 2
        labels, values = block(0, directions, middle)
        right = np.mean(np.argmax(values @ weights.T, axis=1) == labels)
        low, high = (middle, high) if right > ACCURACY else (low, middle)
    return directions, np.float32((low + high) / 2)
