"""Zero-shot classification through open_clip itself, from a finished directory."""
import tomllib
from pathlib import Path

import open_clip
import torch
import torch.nn.functional as F
from PIL import Image

from . import text

SIMPLE = ["a photo of a {}."]
PUBLISHED = [template("{}") for template in open_clip.OPENAI_IMAGENET_TEMPLATES]


def own_prompts(photos):
    """(templates that are on, {label: names}) of the photos' own prompt set."""
    prompts = tomllib.loads((photos / "prompts.toml").read_text(encoding="utf-8"))
    chosen = [template for template in prompts["templates"] if template not in prompts.get("off", [])]
    return [template.replace("{label}", "{}") for template in chosen], prompts.get("labels", {})


class Classifier:
    def __init__(self, folder):
        name = f"local-dir:{Path(folder).resolve()}"
        self.model, self.preprocess = open_clip.create_model_from_pretrained(name)
        self.model.eval()       # it comes in training mode, with batch norm over the batch
        self.tokenizer = open_clip.get_tokenizer(name)
        self.scale = self.model.logit_scale.exp().item()

    @torch.inference_mode()
    def images(self, images):
        """PIL images or paths -> [images, dimensions], unit rows."""
        rows = []
        for image in images:
            image = image if isinstance(image, Image.Image) else Image.open(image)
            rows.append(self.model.encode_image(self.preprocess(image)[None], normalize=True))
        return torch.cat(rows)

    @torch.inference_mode()
    def texts(self, texts):
        """open_clip's encode_text (make.verify compares them), but without the padding."""
        rows = []
        for at in range(0, len(texts), 256):
            ids = self.tokenizer(texts[at:at + 256])
            rows.append(F.normalize(text.encode(self.model, ids[:, :ids.argmax(1).max() + 1]), dim=1))
        return torch.cat(rows)

    def classes(self, labels, templates, called={}):
        """CLIP's ensemble: the unit mean of the unit embeddings of every name in every template."""
        texts = [[template.format(name) for name in called.get(label, [label]) for template in templates]
                 for label in labels]
        rows = self.texts([one for own in texts for one in own]).split([len(own) for own in texts])
        return F.normalize(torch.stack([row.mean(0) for row in rows]), dim=1)


def ranks(images, classes, truth):
    """Place of the true class for each image; 0 is first."""
    scores = images @ classes.T
    own = scores.gather(1, truth[:, None])
    return (scores > own).sum(1)


def accuracy(places, chosen, top=1):
    """Per cent of the chosen images with the true class among the first `top`."""
    chosen = torch.as_tensor(chosen)
    return round(100 * (places[chosen] < top).float().mean().item(), 1)


def best_scale(images, classes, truth):
    """The scale with the smallest mean negative log likelihood, on a fine grid from 2 to 200."""
    scores = images @ classes.T
    grid = torch.logspace(0.3, 2.3, 400)
    losses = [F.cross_entropy(scale * scores, truth).item() for scale in grid]
    return grid[min(range(len(grid)), key=losses.__getitem__)].item()


def calibration_error(images, classes, truth, scale, bins=10):
    """Expected calibration error in per cent."""
    probability, guess = F.softmax(scale * images @ classes.T, 1).max(1)
    right, total = (guess == truth).float(), 0.0
    for low in range(bins):
        inside = (probability > low / bins) & (probability <= (low + 1) / bins)
        if inside.any():
            total += inside.float().mean() * (right[inside].mean() - probability[inside].mean()).abs()
    return round(100 * float(total), 1)
