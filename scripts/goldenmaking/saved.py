"""Models and checkpoints as the scripts of their users save them, for Tests/ModelTests/Goldens/saved.

transformers/       CLIPModel.save_pretrained and CLIPProcessor.save_pretrained of a small model, as transformers 5 writes
                    them, and what they make of pictures and texts (golden.safetensors, pictures/).
preprocessors.json  What may stand in preprocessor_config.json, and preprocessors.safetensors, what transformers makes of
                    the pictures with it; "refused" where its model takes no such pixels.
architectures.json  Sizes, heads and activation of the models that open_clip builds by name.
checkpoints/        Weights in all that trainings wrap them in, each torch.save of one form; expected.safetensors.
grids.safetensors   Positional embeddings, and what open_clip makes of them for another grid or context.
"""
import argparse
import json
import shutil
from collections import OrderedDict
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import numpy as np
import open_clip
import torch
import torch.nn.functional as F
from open_clip.model import resize_pos_embed, resize_text_pos_embed
from PIL import Image
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPImageProcessorPil, CLIPModel, CLIPProcessor, CLIPTokenizer

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "Tests/ModelTests/Goldens/saved"
VOCABULARY = ROOT / "Tests/ModelTests/Goldens/tokenizer/small"
SIZE, TOKENS, CONTEXT = 32, 1024, 16
TEXTS = ["a photo of a cat.", "A  Dog!", "an owl at night, in the rain", ""]


def pictures(folder):
    """Smooth pictures of several shapes, so that what is done to their edges and proportions is seen."""
    folder.mkdir(parents=True)
    images = []
    for index, (width, height) in enumerate([(48, 40), (37, 70), (32, 32)]):
        y, x = np.mgrid[0:height, 0:width]
        waves = [127 + 120 * np.sin(x / (3 + index) + c) * np.cos(y / (5 - index) - c) for c in range(3)]
        image = Image.fromarray(np.stack(waves, 2).astype(np.uint8))
        image.save(folder / f"{index}.png")
        images.append(image)
    return images


def transformers_model(folder, images):
    layers = {"hidden_size": 32, "intermediate_size": 64, "num_attention_heads": 2, "num_hidden_layers": 2}
    torch.manual_seed(0)
    model = CLIPModel(CLIPConfig(
        projection_dim=16,
        text_config={**layers, "vocab_size": TOKENS, "max_position_embeddings": CONTEXT, "bos_token_id": TOKENS - 2,
                     "eos_token_id": TOKENS - 1},
        vision_config={**layers, "image_size": SIZE, "patch_size": 8})).eval()
    for parameter in model.parameters():
        if parameter.dim() > 1:
            parameter.data = torch.randn_like(parameter) / parameter[0].numel() ** 0.5
    vocabulary = json.loads((VOCABULARY / "vocab.json").read_text())
    merges = [tuple(line.split()) for line in (VOCABULARY / "merges.txt").read_text().splitlines()
              if line and not line.startswith("#")]
    tokenizer = CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=CONTEXT)
    size = {"height": SIZE, "width": SIZE}
    processor = CLIPProcessor(CLIPImageProcessorPil(size={"shortest_edge": SIZE}, crop_size=size), tokenizer)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    found = processor(text=TEXTS, images=images, return_tensors="pt", padding="max_length", truncation=True)
    embedded = [model.get_image_features(pixel_values=found["pixel_values"]),
                model.get_text_features(input_ids=found["input_ids"], attention_mask=found["attention_mask"])]
    images, texts = (F.normalize(getattr(x, "pooler_output", x), dim=1) for x in embedded)
    save_file({"images": images.contiguous(), "texts": texts.contiguous()}, folder / "golden.safetensors")
    (folder / "texts.json").write_text(json.dumps(TEXTS) + "\n")


def preprocessors(images):
    """Of a model that takes 32x32: None where it refuses what comes out, or the processor its configuration."""
    square = {"height": SIZE, "width": SIZE}
    base = CLIPImageProcessorPil(size={"shortest_edge": SIZE}, crop_size=square).to_dict()
    changes = [
        {}, {"size": square}, {"size": SIZE}, {"size": [SIZE, SIZE]}, {"crop_size": SIZE},
        {"size": square, "do_center_crop": False}, {"size": square, "resample": 2},
        {"rescale_factor": 1 / 127.5}, {"rescale_factor": 1.0, "image_mean": [120.0, 110.0, 100.0],
                                        "image_std": [60.0, 50.0, 70.0]},
        {"image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.25, 0.5]}, {"do_pad": False},
        {"size": {"shortest_edge": 40}}, {"size": {"longest_edge": SIZE}}, {"size": {"shortest_edge": 32, "longest_edge": 40}},
        {"size": {"max_height": SIZE, "max_width": SIZE}}, {"size": {"height": 40, "width": SIZE}},
        {"do_center_crop": False}, {"crop_size": {"height": 24, "width": 24}}, {"do_resize": False},
        {"do_rescale": False}, {"do_normalize": False}, {"image_processor_type": "SiglipImageProcessor"},
        {"resample": 1}, {"do_pad": True, "pad_size": {"height": 40, "width": 40}}, {"image_std": [0.5, 0.0, 0.5]},
    ]
    # What is right by transformers, and not done here: it is refused with a line instead.
    refused = range(11, len(changes))
    cases, tensors = [], {}
    for index, change in enumerate(changes):
        cases.append({"changes": change, "refused": index in refused})
        if index not in refused:
            processor = CLIPImageProcessorPil(**{**base, **change})
            pixels = torch.cat([processor(image, return_tensors="pt")["pixel_values"] for image in images])
            tensors[str(index)] = pixels.permute(0, 2, 3, 1).contiguous()
    (FOLDER / "preprocessors.json").write_text(json.dumps({"base": base, "cases": cases}, indent=1) + "\n")
    save_file(tensors, FOLDER / "preprocessors.safetensors")


def architectures():
    rows = {}
    for name in open_clip.list_models():
        configuration = open_clip.get_model_config(name)
        vision, text = configuration["vision_cfg"], configuration["text_cfg"]
        known = {"image_size", "layers", "width", "head_width", "patch_size", "mlp_ratio", "ls_init_value"}
        if set(vision) - known or set(text) - {"context_length", "vocab_size", "width", "heads", "layers"}:
            continue
        if set(configuration) - {"embed_dim", "quick_gelu", "vision_cfg", "text_cfg"}:
            continue
        width, head = vision["width"], vision.get("head_width", 64)
        is_resnet = isinstance(vision["layers"], list)
        rows[name] = {
            "dimension": configuration["embed_dim"], "quick": configuration.get("quick_gelu", False),
            "image": vision["image_size"], "width": width, "layers": vision["layers"],
            "heads": (width * 32 if is_resnet else width) // head,
            "patch": None if is_resnet else vision["patch_size"],
            "hidden": None if is_resnet else int(width * vision.get("mlp_ratio", 4.0)),
            "scaled": "ls_init_value" in vision, "text": [text[key] for key in ("width", "heads", "layers")],
        }
    (FOLDER / "architectures.json").write_text(json.dumps(rows, indent=1) + "\n")


class Visual(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.proj = torch.nn.Parameter(torch.randn(4, 3))
        self.ln_pre = torch.nn.LayerNorm(4)


class Towers(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.visual = Visual()
        self.logit_scale = torch.nn.Parameter(torch.tensor(2.6592))


def checkpoints(folder):
    folder.mkdir()
    torch.manual_seed(1)
    model = Towers()
    state = model.state_dict()
    optimizer = torch.optim.AdamW(model.parameters())
    sum(parameter.sum() for parameter in model.parameters()).backward()
    optimizer.step()
    state = {name: value.clone() for name, value in model.state_dict().items()}

    def under(prefix):
        return OrderedDict((prefix + name, value) for name, value in state.items())

    options = argparse.Namespace(lr=1e-4, model="ViT-B-32", betas=(0.9, 0.98), path=Path("logs"), seed=np.int64(3))
    extras = {"epoch": np.int64(3), "best": np.float32(0.5), "loss": np.float64(0.25), "args": options,
              "classes": {"cat", "dog"}, "history": np.arange(4.0), "big": 1 << 100, "raw": b"bytes",
              "device": torch.device("cpu"), "optimizer": optimizer.state_dict()}
    forms = {
        "compiled": torch.compile(model).state_dict(),
        "compiled-parallel": under("module._orig_mod."),
        "parallel-compiled": {"state_dict": under("_orig_mod.module.")},
        "fsdp": OrderedDict((name.replace("visual.", "visual._fsdp_wrapped_module."), value)
                            for name, value in under("_fsdp_wrapped_module.").items()),
        "lightning": {"epoch": 1, "global_step": 10, "pytorch-lightning_version": "2.0", "state_dict": under("model."),
                      "hyper_parameters": {"args": options}},
        "model-state-dict": {"model_state_dict": state, "optimizer_state_dict": optimizer.state_dict(), "epoch": 4},
        "deepspeed": {"module": state, "ds_version": "0.14", "args": options},
        "other-key": {"weights": state, "step": 7},
        "nested": {"checkpoint": {"model": under("module.")}, "args": options},
        "extras": {**extras, "state_dict": under("module.")},
    }
    for name, value in forms.items():
        torch.save(value, folder / f"{name}.pt")
    torch.save({**extras, "state_dict": under("module.")}, folder / "extras-4.pt", pickle_protocol=4)
    torch.save({"student": state, "teacher": under("")}, folder / "two-models.pt")
    torch.save({"state_dict": {**state, "args": options}}, folder / "namespace-inside.pt")
    torch.save({"state_dict": options}, folder / "namespace-instead.pt")
    torch.save({**under("module."), "logit_scale": torch.tensor(1.0)}, folder / "twice.pt")
    save_file({f"base_model.model.{name}.lora_A.weight": value for name, value in state.items()},
              folder / "adapter_model.safetensors")
    save_file(state, folder / "mlx.safetensors", metadata={"format": "mlx"})
    save_file(state, folder / "expected.safetensors")


class Grid(torch.nn.Module):
    """As much of a model as open_clip's resizing looks at."""

    def __init__(self, grid=None, context=None, width=6):
        super().__init__()
        self.visual = torch.nn.Module()
        if grid:
            self.visual.grid_size = grid
        self.positional_embedding = torch.nn.Parameter(torch.zeros(context or 1, width))


def grids():
    torch.manual_seed(2)
    tensors = {}
    for old, new in [(4, (7, 7)), (7, (4, 4)), (4, (3, 6)), (16, (14, 14)), (1, (2, 2)), (3, (1, 1))]:
        embedding = torch.randn(old * old + 1, 6)
        state = {"visual.positional_embedding": embedding.clone()}
        resize_pos_embed(state, Grid(new))
        name = f"image {old} {new[0]} {new[1]}"
        tensors[name], tensors[name + " resized"] = embedding, state["visual.positional_embedding"].contiguous()
    for old, new in [(16, 32), (32, 16), (77, 64), (5, 1)]:
        embedding = torch.randn(old, 6)
        state = {"positional_embedding": embedding.clone()}
        resize_text_pos_embed(state, Grid(context=new))
        name = f"text {old} {new}"
        tensors[name], tensors[name + " resized"] = embedding, state["positional_embedding"].contiguous()
    save_file(tensors, FOLDER / "grids.safetensors")


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    shutil.rmtree(FOLDER, ignore_errors=True)
    images = pictures(FOLDER / "pictures")
    transformers_model(FOLDER / "transformers", images)
    preprocessors(images)
    architectures()
    with torch.enable_grad():
        checkpoints(FOLDER / "checkpoints")
    grids()


main()
