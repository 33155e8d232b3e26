"""Where the embedded model looks, from its definition: what hiding each part of a photo costs its classes.

Writes Tests/ModelTests/Goldens/occlusion/occlusion.json: the photo, classes, template, probabilities with the whole photo,
and a map of SIDE x SIDE a class.
"""
import json
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import numpy
import open_clip
import torch
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
GOLDENS = ROOT / "Tests/ModelTests/Goldens/occlusion"
PHOTO = "images/animals/abalone.png"
CLASSES = ["fruit", "shellfish", "dog", "violin"]
TEMPLATE = "a photo of a {}."
SIDE = 8


@torch.inference_mode()
def main():
    torch.set_num_threads(1)
    name = f"local-dir:{ROOT / 'sample-data/model'}"
    model, preprocess = open_clip.create_model_from_pretrained(name)
    model.eval()
    texts = model.encode_text(open_clip.get_tokenizer(name)([TEMPLATE.format(c) for c in CLASSES]), normalize=True)

    def probabilities(pixels):
        image = model.encode_image(pixels[None], normalize=True)
        return (model.logit_scale.exp() * image @ texts.T).softmax(1)[0].double().numpy()

    photo = preprocess(Image.open(ROOT / "sample-data/photos" / PHOTO))
    # Halves of a pixel are rounded up.
    whole, edges = probabilities(photo), [int(i * photo.shape[1] / SIDE + 0.5) for i in range(SIDE + 1)]
    lost, seen = numpy.zeros((len(CLASSES), SIDE, SIDE)), numpy.zeros((SIDE, SIDE))
    for row in range(SIDE - 1):
        for column in range(SIDE - 1):
            hidden = photo.clone()
            hidden[:, edges[row] : edges[row + 2], edges[column] : edges[column + 2]] = 0
            lost[:, row : row + 2, column : column + 2] += (whole - probabilities(hidden))[:, None, None]
            seen[row : row + 2, column : column + 2] += 1
    told = {
        "photo": PHOTO, "classes": CLASSES, "template": TEMPLATE, "side": SIDE, "whole": whole.tolist(),
        "maps": [(one / seen).reshape(-1).tolist() for one in lost],
    }
    GOLDENS.mkdir(parents=True, exist_ok=True)
    (GOLDENS / "occlusion.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


main()
