"""scripts/model: makes the embedded model, or evaluates it."""
import argparse
import os
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "clipscope" / "model"


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/model", description=__doc__)
    parser.add_argument("task", nargs="?", choices=["make", "evaluate", "choose", "prompts"], default="make",
                        help="make (default): everything, about an hour; evaluate: the figures of docs/model-card.md; "
                             "choose: the table of image towers and heads; prompts: names for the photos' own prompts")
    parser.add_argument("--model", default=ROOT / "sample-data/model", type=Path, help="the model's directory")
    parser.add_argument("--photos", default=ROOT / "sample-data/photos/labels.csv", type=Path,
                        help="labels.csv (file, coarse, fine, split), the files and prompts.toml beside it")
    parser.add_argument("--variant", default="lite2", choices=["lite0", "lite1", "lite2"], help="the image tower")
    parser.add_argument("--text-steps", type=int, help="fewer steps for a quick trial")
    parser.add_argument("--cache", default=CACHE, type=Path, help="features and parts kept between runs")
    parser.add_argument("--threads", type=int, default=1, help="torch threads; more than one changes the last digits")
    parser.add_argument("--json", action="store_true", help="evaluate: print JSON")
    parser.add_argument("--names", action="store_true", help="evaluate: only whether names find their own places")
    parser.add_argument("--share", type=float, default=1.0, help="evaluate: of the nouns' names only so many, 0 to 1")
    parser.add_argument("--imagenet", type=Path, metavar="labels.csv",
                        help="evaluate: also photos of the ImageNet classes (file, wnid), for validation only")
    parser.add_argument("--elsewhere", type=Path, metavar="FOLDER",
                        help="evaluate: only the photos of elsewhere.csv, their packages unpacked in FOLDER/PACKAGE")
    parser.add_argument("--dev", action="store_true", help="evaluate: dev photos only, the held-out ones stay unseen")
    return parser.parse_args()


def main():
    given = arguments()
    torch.set_num_threads(given.threads)
    from . import choose, elsewhere, evaluate, make, ownprompts
    from .photos import read_table
    from .zeroshot import Classifier, own_prompts
    photos, own = read_table(given.photos), own_prompts(given.photos.parent)
    if given.task == "evaluate":
        photos = [photo for photo in photos if not (given.dev and photo.held_out)]
        if given.names:
            found = {"own_targets": evaluate.names(given.model, given.variant, given.share)}
        elif given.elsewhere:
            found = {"elsewhere": elsewhere.report(Classifier(given.model), given.elsewhere)}
        else:
            found = evaluate.report(given.model, photos, own, given.variant, given.imagenet, given.share)
        evaluate.show(found, given.json)
    elif given.task == "prompts":
        ownprompts.show(ownprompts.choose(given.model, photos, own[0]))
    elif given.task == "choose":
        choose.show(photos, given.cache)
    else:
        make.make(given.variant, photos, own, given.cache, given.model, [given.text_steps] if given.text_steps else make.TEXT_STEPS)


main()
