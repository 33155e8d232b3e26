"""The choice of image tower and head: dev photos against the nouns' own places, so that no text tower is in the way."""
import re
import time

import torch
import torch.nn.functional as F
from open_clip.model import CLIP

from . import assemble, features, head, ingredients
from .targets import Space
from .vocabulary import Vocabulary
from .wordnet import WordNet

FOLD_STEPS = 500


def show(photos, cache):
    """One line for each tower and head: accuracy on dev photos, an image's fastest milliseconds, megabytes."""
    wordnet = WordNet()
    dev = [photo for photo in photos if not photo.held_out]
    print(f"{'tower, head':24s}{'coarse top-1/5':>16s}{'fine top-1/5':>16s}{'ms/image':>10s}{'MB image side':>15s}")
    for variant in ingredients.SIZES:
        vocabulary = Vocabulary(wordnet, Space(wordnet, variant))
        found = features.dev_features(variant, photos, cache)
        mean = head.mean_feature(found)
        space = vocabulary.space
        plain = found["plain"]
        seen = F.normalize((plain - mean) @ space.looks.T, dim=1) @ space.turn_looks.T
        rows = {"linear": seen, "mlp": _halves(space, found, variant),
                "(what mlp imitates)": space.photo_place(plain, mean)}
        for title, places in rows.items():
            speed, size = _cost(variant, title) if title[0] != "(" else ("", "")
            print(f"{variant + ' ' + title:24s}" + "".join(
                "{:>10.1f} /{:4.1f}".format(*_accuracy(vocabulary, places, [getattr(p, level) for p in dev]))
                for level in ("coarse", "fine")) + f"{speed:>10}{size:>15}", flush=True)


def _halves(space, found, variant):
    """The fitted head on photos it was not fitted on: each half of the dev photos with the other half's head."""
    number = len(found["plain"])
    places = torch.zeros(number, space.places.shape[1])
    for half in (0, 1):
        part = {}
        for name, rows in found.items():
            rows = rows.view(number, -1, rows.shape[-1])
            part[name] = rows[1 - half::2].reshape(-1, rows.shape[-1])
        mlp = assemble.build(variant).visual.head.mlp
        head.fit(mlp, space, part, head.mean_feature(part), FOLD_STEPS)
        with torch.no_grad():
            places[half::2] = mlp(found["plain"][half::2])
    return places


def _accuracy(vocabulary, places, labels):
    chosen = [i for i, label in enumerate(labels) if label]
    names = sorted({labels[i] for i in chosen})
    classes = torch.stack([_label_place(vocabulary, name) for name in names])
    scores = F.normalize(places[chosen], dim=1) @ classes.T
    truth = torch.tensor([names.index(labels[i]) for i in chosen])
    rank = (scores > scores.gather(1, truth[:, None])).sum(1)
    return [100 * (rank < top).float().mean().item() for top in (1, 5)]


def _label_place(vocabulary, label):
    """Where a perfect text tower would put the label: a noun, a phrase, or the mean of an "a or b"."""
    found = []
    for part in re.split(r", | or ", label.lower()):
        if part in vocabulary.phrases:
            found.append(vocabulary.phrases[part])
            continue
        last = part.split()[-1]
        for name in (part, part.rstrip("s"), last, last.rstrip("s")):
            senses = vocabulary.visible_senses(name)
            if senses:
                found.append(F.normalize(sum(w * vocabulary.targets[i] for i, w in senses), dim=0))
                break
    return F.normalize(sum(found), dim=0) if found else torch.zeros(vocabulary.targets.shape[1])


def _cost(variant, proj):
    config = assemble.configuration(variant, proj)["model_cfg"]
    text = {k: v for k, v in config["text_cfg"].items() if k != "hf_tokenizer_name"}
    tower = CLIP(config["embed_dim"], config["vision_cfg"], text).visual.eval()
    size = sum(p.numel() for p in tower.state_dict().values()) * 2 / 1e6
    picture = torch.zeros(1, 3, ingredients.SIZES[variant], ingredients.SIZES[variant])
    with torch.inference_mode():
        tower(picture)
        fastest = min(_seconds(tower, picture) for _ in range(40))
    return round(1000 * fastest, 1), round(size, 1)


def _seconds(tower, picture):
    started = time.perf_counter()
    tower(picture)
    return time.perf_counter() - started
