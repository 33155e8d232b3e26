"""What open_clip makes of the embedded model: embeddings of sample photos and of prompts.

Writes embeddings.safetensors (images, texts: normalised rows; stem, stage0 ... stage6, pooled: channel means of the
first photo after each part of the image tower) and embedded.json (files, texts, logit scale).
"""
import csv
import json
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import open_clip
import torch
from open_clip import OPENAI_IMAGENET_TEMPLATES
from PIL import Image
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = ROOT / "sample-data/photos"
GOLDENS = ROOT / "Tests/ModelTests/Goldens/embedded"
NAMES = ["cat", "computer mouse", "sheep, goat or pig", "Ångström", "bird of prey 2"]


@torch.inference_mode()
def main():
    torch.set_num_threads(1)
    name = f"local-dir:{ROOT / 'sample-data/model'}"
    model, preprocess = open_clip.create_model_from_pretrained(name)
    model.eval()
    tokenizer = open_clip.get_tokenizer(name)
    with open(PHOTOS / "labels.csv", encoding="utf-8", newline="") as table:
        files = [row["file"] for row in csv.DictReader(table)][::23]
    texts = [template(name) for name in NAMES for template in OPENAI_IMAGENET_TEMPLATES[::4]]
    texts += ["", "dog", "a " * 60]
    pixels = torch.stack([preprocess(Image.open(PHOTOS / file)) for file in files])
    tensors = {
        "images": torch.cat([model.encode_image(pixel[None], normalize=True) for pixel in pixels]),
        "texts": model.encode_text(tokenizer(texts), normalize=True),
    }
    trunk = model.visual.trunk
    x = trunk.bn1(trunk.conv_stem(pixels[:1]))
    tensors["stem"] = x.mean((0, 2, 3))
    for stage, block in enumerate(trunk.blocks):
        x = block(x)
        tensors[f"stage{stage}"] = x.mean((0, 2, 3))
    tensors["pooled"] = trunk.bn2(trunk.conv_head(x)).mean((0, 2, 3))
    GOLDENS.mkdir(parents=True, exist_ok=True)
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, GOLDENS / "embeddings.safetensors")
    told = {"files": files, "texts": texts, "logitScale": model.logit_scale.exp().item()}
    (GOLDENS / "embedded.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


main()
