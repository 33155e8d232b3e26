"""The models that both sides are measured with, and their image towers for onnxruntime."""
import sys
from dataclasses import dataclass
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from modelmaking.zeroshot import Classifier
from paritymaking import checkpoints

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Model:
    name: str           # for people
    folder: Path
    images: int         # photos that a repeat encodes
    few: int            # the same with --quick; 0 leaves the model out
    is_vit: bool        # whose products onnxruntime can quantise


def models(cache):
    """{name: Model}; random weights where none come with the program: they cost what trained ones cost."""
    made = cache / "parity"
    return {
        "embedded": Model("embedded", ROOT / "sample-data/model", 64, 32, False),
        "ViT-B-32": Model("ViT-B/32", made / "ViT-B-32", 24, 16, True),
        "ViT-B-16": Model("ViT-B/16", made / "ViT-B-16", 8, 0, True),
        "ViT-L-14-336": Model("ViT-L/14-336", made / "ViT-L-14-336", 2, 0, True),
        "RN50": Model("RN50", made / "RN50", 16, 0, False),
    }


def prepare(names, cache):
    """Makes what is missing: checkpoints, and a file for onnxruntime beside each in the cache."""
    for name in names:
        if name != "embedded":
            checkpoints.make(name, cache / "parity")
    for name in names:
        onnx_files(name, models(cache)[name], cache)


def onnx_files(name, model, cache):
    """(f32, int8 or None), exported from torch on the first call."""
    folder = cache / "bench-onnx" / name
    whole, small = folder / "image.onnx", folder / "image-int8.onnx"
    if not (folder / "ready").exists():
        print(f"scripts/bench: makes {folder}", file=sys.stderr, flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        export(model.folder, whole)
        if model.is_vit:
            quantize_dynamic(whole, small, weight_type=QuantType.QInt8, op_types_to_quantize=["MatMul", "Gemm"])
        (folder / "ready").touch()
    return whole, small if model.is_vit else None


class ImageTower(torch.nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, images):
        return self.model.encode_image(images)


@torch.inference_mode()
def export(folder, file):
    """The image tower alone, for batches of any size."""
    classifier = Classifier(folder)
    size = classifier.model.visual.image_size
    height, width = size if isinstance(size, (tuple, list)) else (size, size)
    tower = ImageTower(classifier.model).eval()
    torch.onnx.export(
        tower, (torch.randn(2, 3, height, width),), str(file), input_names=["images"], output_names=["embeddings"],
        dynamo=True, dynamic_shapes={"images": {0: torch.export.Dim("batch")}}, external_data=True)
