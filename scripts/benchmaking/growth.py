"""How (a) to (c) grow: with threads, images, classes, templates and the length of a prompt."""
from . import edits, images, texts
from .turns import Job, Side, alternate

REPEATS = 2
WORDS = "in the soft light of a late summer afternoon by the sea seen from far away through a dirty window "
LENGTHS = {"short": "a {label}", "medium": f"a photo of a {{label}} {WORDS}", "long": f"a photo of a {{label}} {WORDS * 3}"}


def jobs(setting):
    def of(name):
        return name in setting.models
    few = setting.quick
    for name, counts in (("embedded", (16, 64, 256)), ("ViT-B-32", (8, 64))):
        if of(name):
            for count in counts[:2] if few else counts:
                yield Job("g", f"{setting.models[name].name}, {count} images", 6 + count / (12 if name == "embedded" else 6),
                          lambda name=name, count=count: of_images(setting, name, count, setting.threads[-1]))
            if 1 not in setting.threads:
                yield Job("g", f"{setting.models[name].name}, one thread", 16,
                          lambda name=name, count=counts[1]: of_images(setting, name, count, 1))
    if of("ViT-B-32"):
        for classes in (10, 100) if few else (10, 30, 100):
            yield Job("g", f"{classes} classes", 2 + classes / 12, lambda classes=classes: of_texts(
                setting, f"{classes} classes, 1 template", setting.classes("imagenet", classes), ["a photo of a {label}."]))
        for count in (1, 4) if few else (1, 3, 7):
            yield Job("g", f"{count} templates", 2 + 2 * count, lambda count=count: of_texts(
                setting, f"37 classes, {count} template{'s' if count > 1 else ''}", setting.classes("pets", 37),
                [template("{label}") for template in texts.TEMPLATES[:count]]))
        for name, template in LENGTHS.items():
            yield Job("g", f"{name} prompts", 5, lambda name=name, template=template: of_texts(
                setting, f"37 classes, {len(template.split())} words a prompt", setting.classes("pets", 37), [template]))
        if 1 not in setting.threads:
            yield Job("g", "class weights on one thread", 12, lambda: of_texts(
                setting, "37 classes, 7 templates", setting.classes("pets", 37),
                [template("{label}") for template in texts.TEMPLATES[:7]], threads=1))
    if of("embedded"):
        for count in (1_000, 10_000) if few else (1_000, 10_000, 100_000, 200_000):
            yield Job("g", f"an edit, {count:,} images", 3 + count / 30_000,
                      lambda count=count: of_edits(setting, count))


def of_images(setting, name, count, threads):
    for row in images.rows(setting, name, setting.models[name], threads, count=count, sources=("files",), with_int8=False,
                           repeats=REPEATS):
        yield row | {"section": "g", "what": f"{row['model']}, {count} images from files"}


def of_texts(setting, what, names, templates, threads=None):
    model, program, threads = setting.models["ViT-B-32"], setting.program, threads or setting.threads[-1]
    prompts = len(names) * len(templates)
    callables = [lambda name, template=template: template.replace("{label}", name) for template in templates]
    arguments = [part for template in templates for part in ("--template", template)]
    sides = [Side("open_clip", texts.OpenCLIP(model).weights(names, callables, threads), prompts),
             Side("clipscope", lambda: program.seconds(
                 "text", model.folder, threads, "--labels", ",".join(names), *arguments), prompts)]
    yield {"section": "g", "model": model.name, "what": f"{model.name}, {what}", "threads": threads, "unit": "prompts",
           "sides": alternate(what, sides, REPEATS, setting.budget)}


def of_edits(setting, count):
    model, threads, names = setting.models["embedded"], setting.threads[-1], setting.classes("pets", 37)
    reference = edits.Reference(model, names, 1, count, threads)
    sides = [Side("reference", reference.edit, count)] + edits.ours(
        setting, model, threads, count, "--classes-of", "pets", "--template", "a photo of a {label}")
    yield {"section": "g", "model": model.name, "what": f"{model.name}, an edit, 37 classes, {count:,} images",
           "threads": threads, "unit": "images", "sides": alternate(f"edit, {count:,} images", sides, REPEATS,
                                                                   setting.budget)}
