"""One line of the table: embeddings of both sides, and the time they take."""
import json
import subprocess
import time

import open_clip
import torch
import torch.nn.functional as F
from PIL import Image
from transformers import CLIPImageProcessorPil, CLIPModel, CLIPTokenizer

NAMES = ["tabby cat", "Ångström", "computer mouse", "7 red apples", "fire engine"]
TEXTS = [template(name) for name in NAMES for template in open_clip.OPENAI_IMAGENET_TEMPLATES[::16]]

REPEATS = 3


class OpenCLIP:
    def __init__(self, folder):
        name = f"local-dir:{folder.resolve()}"
        self.model, self.prepare = open_clip.create_model_from_pretrained(name)
        self.model.eval()
        self.tokenizer = open_clip.get_tokenizer(name)

    def images(self, pictures):
        return self.model.encode_image(torch.stack([self.prepare(picture) for picture in pictures]))

    def texts(self, texts):
        return self.model.encode_text(self.tokenizer(texts))


class Transformers:
    def __init__(self, folder):
        self.model = CLIPModel.from_pretrained(folder).eval()
        self.prepare = CLIPImageProcessorPil.from_pretrained(folder)
        self.tokenizer = CLIPTokenizer.from_pretrained(folder)

    def images(self, pictures):
        found = self.model.get_image_features(**self.prepare(pictures, return_tensors="pt"))
        return getattr(found, "pooler_output", found)

    def texts(self, texts):
        found = self.model.get_text_features(**self.tokenizer(texts, padding=True, truncation=True, return_tensors="pt"))
        return getattr(found, "pooler_output", found)


def reference(folder, photos):
    side = (OpenCLIP if (folder / "open_clip_config.json").exists() else Transformers)(folder)
    pictures = [Image.open(photo) for photo in photos]
    with torch.inference_mode():
        side.images(pictures[:1])
        started = time.perf_counter()
        images = F.normalize(side.images(pictures), dim=1)
        between = time.perf_counter()
        texts = F.normalize(side.texts(TEXTS), dim=1)
        return images, texts, (between - started) / len(photos), (time.perf_counter() - between) / len(TEXTS)


def ours(folder, items, option, program):
    """Embeddings and seconds an item: of the items `REPEATS` times over less of one item, so without the start, each the
    fastest of three runs."""
    def run(some):
        command = [program, "embed", "--model", folder, "--threads", "1", "--no-cache", "--json"]
        command += [part for item in some for part in (option, str(item))]
        started = time.perf_counter()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return time.perf_counter() - started, json.loads(done.stdout)["embeddings"]
    one = min(run(items[:1])[0] for _ in range(3))
    runs = [run(items * REPEATS) for _ in range(3)]
    embeddings = torch.tensor(runs[0][1][:len(items)])
    return embeddings, (min(seconds for seconds, _ in runs) - one) / (len(items) * REPEATS - 1)


def row(folder, photos, program):
    """-> (a line of the table, the lowest cosine)"""
    images, texts, image_seconds, text_seconds = reference(folder, photos)
    our_images, our_image_seconds = ours(folder, photos, "--image", program)
    our_texts, our_text_seconds = ours(folder, TEXTS, "--text", program)
    cells, lowest = [], 1.0
    for theirs, mine in ((images, our_images), (texts, our_texts)):
        cosine = (theirs.double() * mine.double()).sum(1).min().item()
        lowest = min(lowest, cosine)
        cells.append(f"{cosine:.7f}, {(theirs - mine).abs().max().item():.1e}")
    return (f"| {folder.name} | {cells[0]} | {cells[1]} | {image_seconds:.3f}, {our_image_seconds:.3f} "
            f"| {text_seconds:.4f}, {our_text_seconds:.4f} |"), lowest
