"""scripts/parity: clipscope and the reference library on the same checkpoint, photos and prompts."""
import argparse
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import torch

from . import checkpoints, compare

ROOT = Path(__file__).resolve().parents[2]


def main():
    parser = argparse.ArgumentParser(prog="scripts/parity", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"architectures ({', '.join(checkpoints.ALL)}), or images with --model")
    parser.add_argument("--model", type=Path, help="a checkpoint directory of your own")
    parser.add_argument("--program", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    torch.set_num_threads(1)
    photos = sorted((ROOT / "sample-data/photos/images").rglob("*.jpg"))[::60][:6]
    if given.model:
        targets, photos = [given.model], [Path(name) for name in given.names] or photos
    else:
        unknown = [name for name in given.names if name not in checkpoints.ALL]
        if unknown:
            parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(checkpoints.ALL)}")
        targets = [checkpoints.make(name, given.cache) for name in given.names or checkpoints.ALL]
    print(f"{len(photos)} photos, {len(compare.TEXTS)} prompts, one thread; seconds an image and a prompt\n")
    print("| model | images: cosine, difference | texts: cosine, difference | image s: reference, clipscope "
          "| text s: reference, clipscope |")
    print("|---|---|---|---|---|", flush=True)
    worst = 1.0
    for folder in targets:
        row, lowest = compare.row(folder, photos, given.program)
        worst = min(worst, lowest)
        print(row, flush=True)
    if worst < 0.99999:
        raise SystemExit(f"scripts/parity: a cosine of {worst:.7f}, expected at least 0.99999")


main()
