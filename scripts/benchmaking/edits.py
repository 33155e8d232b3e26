"""(c) One template of an ensemble is edited: to the class weights, and on to the accuracy over made-up images."""
import time

import torch
import torch.nn.functional as F

from .texts import classifier
from .turns import Job, Side, alternate

SETS = {37: ("pets", "imagenet-80", 80), 1000: ("imagenet", "imagenet-7", 7)}


class Reference:
    """Embeds the prompts of the edited template, takes the mean with those that were kept, one product, the accuracy."""

    def __init__(self, model, names, templates, images, threads, template="a photo of a {}"):
        self.classifier = classifier(model.folder)
        self.names, self.threads, self.template, self.typed = names, threads, template, ""
        random = torch.Generator().manual_seed(6)
        width = self.classifier.texts(["a"]).shape[1]
        self.kept = F.normalize(torch.randn(len(names), templates, width, generator=random), dim=2)
        self.images = F.normalize(torch.randn(images, width, generator=random), dim=1)
        self.labels = torch.arange(images) % len(names)

    @torch.inference_mode()
    def edit(self):
        torch.set_num_threads(self.threads)
        self.typed += " in the morning light"[len(self.typed) % 21]
        started = time.perf_counter()
        self.kept[:, 0] = self.classifier.texts([self.template.format(name) + self.typed for name in self.names])
        weights = F.normalize(self.kept.mean(1), dim=1)
        known = time.perf_counter()
        guesses = (self.images @ weights.T).argmax(1)
        (guesses == self.labels).float().mean().item()
        return {"class weights": known - started, "accuracy": time.perf_counter() - started}


def jobs(setting):
    for name in ("embedded", "ViT-B-32"):
        if name in setting.models:
            is_small = name == "embedded"
            for classes in SETS:
                for images in (10_000, 50_000):
                    if setting.quick and (images, classes) != (10_000, 37):
                        continue
                    guess = (5 if is_small else 20) if classes == 37 else (15 if is_small else 45)
                    for place in ("at its end", "at its beginning") if images == 10_000 else ("at its end",):
                        yield Job("c", f"{setting.models[name].name}, {classes} classes, {images:,} images, {place}",
                                  guess * setting.share,
                                  lambda name=name, classes=classes, images=images, place=place:
                                  rows(setting, name, classes, images, place))


def rows(setting, name, classes, images, place):
    model, threads = setting.models[name], setting.threads[-1]
    known, template_set, templates = SETS[classes]
    names = setting.classes(known, classes)
    reference = Reference(model, names, templates, images, threads)
    sides = [Side("reference", reference.edit, images)] + ours(
        setting, model, threads, images, "--classes-of", known, "--template-set", template_set,
        *(["--at-beginning"] if place == "at its beginning" else []))
    yield {"section": "c", "model": model.name, "classes": classes, "images": images, "templates": templates,
           "threads": threads, "unit": "images", "what": f"{classes} classes, {images:,} images", "place": place,
           "sides": alternate(f"{model.name}, {classes} classes, {images:,} images, {place}", sides, setting.repeats,
                              setting.budget)}


def ours(setting, model, threads, images, *arguments):
    """An explorer without a terminal; a turn is the median of three edits, after the whole ensemble was embedded."""
    def run(int8):
        def once():
            found = setting.program.bench("edit", model.folder, threads, "--images", images, *arguments, repeats=3,
                                          int8=int8)
            return found and {part["name"]: part["seconds"] for part in found["parts"]}
        return once
    sides = [Side("clipscope", run(False), images)]
    if setting.program.has_int8:
        sides.append(Side("clipscope8", run(True), images))
    return sides
