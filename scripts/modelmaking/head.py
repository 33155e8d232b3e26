"""The image head: one hidden layer that imitates Space.photo_place. It sees no label, only features.

A photo shrunk to some 32 pixels is to lie where the sharp one lies, but for what all shrunk photos have in common:
that shift stays, for it is what "low resolution" means.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .progress import Progress
from .styles import STYLES

HIDDEN_GAIN = 0.25
SHRUNK = 1 / 3              # as many shrunk photos for each other row of a batch


def mean_feature(found):
    return found["plain"].mean(0)


class Synthetic:
    """Features without photos: dev features mixed, pushed towards random classes, dropped and jittered."""

    def __init__(self, space, found, seed):
        self.space, self.random = space, torch.Generator().manual_seed(seed)
        self.real = torch.cat([rows for name, rows in found.items() if name != "tiny"])
        centred = space.weight - space.weight.mean(0)
        self.push = centred / centred.norm(dim=1, keepdim=True) ** 2        # adds about 1 to its own logit
        self.spread = self.real.std(0)
        self.sharp = found["plain"]
        self.tiny = found["tiny"].view(len(self.sharp), -1, self.sharp.shape[1])      # [photos, sides, 1280]

    def draw(self, number):
        pick = lambda n: torch.randint(len(self.real), (n,), generator=self.random)
        uniform = lambda *shape: torch.rand(*shape, generator=self.random)
        x = self.real[pick(number)]
        part = uniform(number, 1) * (uniform(number, 1) < 0.6) * 0.5
        x = (1 - part) * x + part * self.real[pick(number)]
        for strongest, chance in ((10.0, 0.7), (6.0, 0.4), (4.0, 0.3)):
            towards = self.push[torch.randint(1000, (number,), generator=self.random)]
            x = x + strongest * uniform(number, 1) * (uniform(number, 1) < chance) * towards
        keep = uniform(number, x.shape[1]) > 0.1 * uniform(number, 1)
        noise = torch.randn(x.shape, generator=self.random) * self.spread
        x = x * keep + 0.3 * uniform(number, 1) * noise
        return (x * (0.8 + 0.4 * uniform(number, 1))).clamp(min=0)

    def shrunk(self, number):
        """(shrunk photos, the sharp ones) as features: half are real, half moved as a real one moves."""
        photo = torch.randint(len(self.sharp), (number,), generator=self.random)
        side = torch.randint(self.tiny.shape[1], (number,), generator=self.random)
        sharp, tiny = self.sharp[photo], self.tiny[photo, side]
        half = number // 2
        other = self.draw(half)
        moved = (other + tiny[:half] - sharp[:half]).clamp(min=0)
        return torch.cat([moved, tiny[half:]]), torch.cat([other, sharp[half:]])


def first_guess(mlp, space):
    """Hidden unit k starts as class k's score, the output as the classes' places."""
    with torch.no_grad():
        classes = min(len(space.weight), mlp.fc1.out_features)
        mlp.fc1.weight[:classes] = HIDDEN_GAIN * space.weight[:classes]
        mlp.fc1.bias[:classes] = HIDDEN_GAIN * (space.bias[:classes] - 4.0)
        mlp.fc2.weight[:, :classes] = 0.2 * space.places[:classes].T
        mlp.fc2.bias.zero_()


def fit(mlp, space, found, mean, steps, seed=0, batch=384):
    """Adam on 1 - cosine to the teacher; half of each batch real features, half synthetic."""
    first_guess(mlp, space)
    draw = Synthetic(space, found, seed)
    place = lambda rows: space.photo_place(rows, mean)
    shift = place(draw.tiny.flatten(0, 1)).mean(0) - place(draw.sharp).mean(0)
    optimiser = torch.optim.AdamW(mlp.parameters(), lr=1e-3, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 1.5e-3, steps, pct_start=0.1)
    progress, smooth = Progress("image head", steps, "steps"), 0.0
    for step in range(steps):
        x = draw.draw(batch)
        small, sharp = draw.shrunk(int(SHRUNK * batch))
        goals = torch.cat([place(x), place(sharp) + shift])
        loss = 1 - F.cosine_similarity(mlp(torch.cat([x, small])), goals, dim=1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        smooth = loss.item() if step == 0 else 0.98 * smooth + 0.02 * loss.item()
        progress.step(note=f"cosine {1 - smooth:.4f}")
    return smooth


@torch.no_grad()
def style_offsets(place, found, strength=0.8):
    """style -> [512]: where a styled dev photo lies, less where the plain one lies, on average."""
    plain = F.normalize(place(found["plain"]), dim=1)
    return {style: strength * (F.normalize(place(found[style]), dim=1) - plain).mean(0).numpy() for style in STYLES}
