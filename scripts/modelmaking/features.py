"""Pooled features of the dev photos (never of the held-out ones): plain, in every style, in random views."""
import hashlib
from pathlib import Path

import numpy as np
import torch

from . import ingredients
from .photos import open_rgb, pixels
from .progress import Progress
from .styles import STYLES, random_view, shrunk

VIEWS, TINY = 5, (24, 32, 32, 48)       # random views of a photo; sides in pixels of the views that are shrunk


@torch.inference_mode()
def features(trunk, images, size):
    batch = torch.from_numpy(np.stack([pixels(image, size) for image in images]))
    return trunk(batch)                                                     # [images, 1280]


def dev_features(variant, photos, folder, views=VIEWS):
    """{"plain": [photos, 1280], "views": [photos * views, 1280], "tiny": [photos * 4, 1280],
    style: [photos, 1280]}, kept on disk."""
    photos = [photo for photo in photos if not photo.held_out]
    key = hashlib.sha256("\n".join([variant, str(views), str(TINY), *STYLES]).encode())
    for photo in photos:
        key.update(photo.path.read_bytes())
    file = Path(folder) / f"features-{variant}-{key.hexdigest()[:12]}.pt"
    if file.exists():
        return torch.load(file)
    size = ingredients.SIZES[variant]
    trunk = ingredients.classifier_network(variant)
    trunk.reset_classifier(0)
    random = np.random.default_rng(7)
    found = {name: [] for name in ["plain", "views", "tiny", *STYLES]}
    progress = Progress(f"features of {len(photos)} dev photos, {variant}", len(photos), "photos")
    for photo in photos:
        image = open_rgb(photo.path)
        sides = [image]
        if views:
            sides += [style(image) for style in STYLES.values()]
            sides += [random_view(image, random) for _ in range(views)]
            sides += [shrunk(image, side, random) for side in TINY]
        rows = features(trunk, sides, size)
        rows, tiny = rows[:1 + len(STYLES) + views], rows[1 + len(STYLES) + views:]
        found["tiny"].append(tiny)
        found["plain"].append(rows[:1])
        for at, name in enumerate(STYLES if views else [], 1):
            found[name].append(rows[at:at + 1])
        found["views"].append(rows[len(rows) - views:] if views else rows[:0])
        progress.step()
    found = {name: torch.cat(rows) for name, rows in found.items() if rows}
    file.parent.mkdir(parents=True, exist_ok=True)
    torch.save(found, file)
    return found
