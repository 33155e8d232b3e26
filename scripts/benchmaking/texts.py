"""(b) Class names and templates to class weights, nothing known before."""
from functools import cache

import open_clip
import torch
import torch.nn.functional as F
from transformers import CLIPModel, CLIPTokenizer

from modelmaking.zeroshot import Classifier
from paritymaking import checkpoints

from .turns import Job, Side, alternate, timed

TEMPLATES = open_clip.OPENAI_IMAGENET_TEMPLATES


@cache
def classifier(folder):
    return Classifier(folder)


class OpenCLIP:
    def __init__(self, model):
        self.classifier = classifier(model.folder)

    def weights(self, names, templates, threads):
        def work():
            torch.set_num_threads(threads)
            open_clip.build_zero_shot_classifier(
                self.classifier.model, self.classifier.tokenizer, names, templates, num_classes_per_batch=1)
        return timed(work)


class Transformers:
    """CLIPModel of ViT-B/32's sizes; the prompts of a class are padded to the longest of them alone."""

    def __init__(self, cache):
        folder = checkpoints.make("hf-ViT-B-32", cache / "parity")
        self.model, self.tokenizer = CLIPModel.from_pretrained(folder).eval(), CLIPTokenizer.from_pretrained(folder)

    def weights(self, names, templates, threads):
        @torch.inference_mode()
        def work():
            torch.set_num_threads(threads)
            rows = []
            for name in names:
                prompts = [template(name) for template in templates]
                found = self.model.get_text_features(**self.tokenizer(prompts, padding=True, return_tensors="pt"))
                rows.append(F.normalize(getattr(found, "pooler_output", found), dim=1).mean(0))
            F.normalize(torch.stack(rows), dim=1)
        return timed(work)


def jobs(setting):
    """Where the reference takes minutes it gets a part of the classes, and the page says so."""
    for name in ("embedded", "ViT-B-32"):
        if name in setting.models:
            is_small = name == "embedded"
            whole = 37 if is_small or not setting.quick else 4
            yield Job("b", f"{setting.models[name].name}, 37 classes x 80",
                      (25 if is_small else 60 if setting.quick else 115) * setting.share,
                      lambda name=name, whole=whole: rows(setting, name, "pets", 37, whole))
            if not setting.quick:
                part = 20 if is_small else 4
                yield Job("b", f"{setting.models[name].name}, 1000 classes x 80", 45 if is_small else 140,
                          lambda name=name, part=part: rows(setting, name, "imagenet", 1000, part))


def rows(setting, name, known, classes, of_reference):
    model, threads, program = setting.models[name], setting.threads[-1], setting.program
    names = setting.classes(known, of_reference)
    prompts = len(names) * len(TEMPLATES)
    sides = [Side("open_clip", OpenCLIP(model).weights(names, TEMPLATES, threads), prompts)]
    if name == "ViT-B-32":
        sides.append(Side("transformers", Transformers(setting.cache).weights(names, TEMPLATES, threads), prompts))

    def clipscope(int8):
        return Side("clipscope8" if int8 else "clipscope", lambda: program.seconds(
            "text", model.folder, threads, "--classes-of", known, "--template-set", "imagenet-80", int8=int8),
            classes * len(TEMPLATES))
    sides.append(clipscope(False))
    if program.has_int8:
        sides.append(clipscope(True))
    title = f"{model.name}, {classes} classes x {len(TEMPLATES)}"
    yield {"section": "b", "model": model.name, "what": f"{classes} x {len(TEMPLATES)}", "threads": threads,
           "unit": "prompts", "classes": classes, "classes_of_reference": of_reference,
           "sides": alternate(title, sides, setting.repeats, setting.budget)}
