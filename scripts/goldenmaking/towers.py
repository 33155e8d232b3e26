"""Small checkpoints of every family with random weights, written by open_clip and transformers, and what those make
of random pixels and ids: a directory each in Tests/ModelTests/Goldens/towers.

golden.safetensors holds pixels [images, height, width, 3], ids [prompts, context] (as floats), images and texts
(normalised embeddings), and what comes out of the parts of the image tower: embed, block0, ... or stem, layer0, ...,
channels last.
"""
import json
import shutil
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import torch
import torch.nn.functional as F
from open_clip.model import CLIP
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel

from goldenmaking.small import channels_last, compress, randomise

ROOT = Path(__file__).resolve().parents[2]
GOLDENS = ROOT / "Tests/ModelTests/Goldens/towers"
VOCABULARY = ROOT / "Tests/ModelTests/Goldens/tokenizer/small"
CONTEXT, TOKENS = 16, 1024
TEXT = {"context_length": CONTEXT, "vocab_size": TOKENS, "width": 48, "heads": 2, "layers": 2}
VIT = {"image_size": 32, "patch_size": 8, "width": 48, "head_width": 24, "layers": 3}

# name: (embed_dim, quick_gelu, vision_cfg, what text_cfg adds, type of the weights)
OPEN_CLIP = {
    "vit": (40, False, VIT, {}, torch.float32),
    "vit-quick-half": (40, True, VIT, {}, torch.float16),
    "vit-bfloat": (40, False, {**VIT, "mlp_ratio": 3.0}, {"mlp_ratio": 3.0}, torch.bfloat16),
    "vit-scaled": (40, False, {**VIT, "ls_init_value": 0.5}, {"ls_init_value": 0.5}, torch.float16),
    "vit-bare": (40, False, {**VIT, "no_ln_pre": True, "image_size": [32, 48]}, {}, torch.float16),
    "vit-mean": (40, False, {**VIT, "pool_type": "avg"}, {}, torch.float16),
    "vit-mean-norm": (40, False, {**VIT, "pool_type": "avg", "final_ln_after_pool": True}, {}, torch.float16),
    "resnet": (40, True, {"image_size": 64, "layers": [1, 2, 1, 1], "width": 8, "head_width": 64}, {}, torch.float16),
    "efficientnet": (40, False, {
        "image_size": 64, "timm_model_name": "efficientnet_b0", "timm_model_pretrained": False, "timm_pool": "avg",
        "timm_proj": "linear"}, {}, torch.float16),
}


def inputs(height, width, start, end, random):
    pixels = torch.randn((2, 3, height, width), generator=random)
    ids = torch.zeros((5, CONTEXT), dtype=torch.long)
    for row, length in enumerate([0, 1, 4, 9, CONTEXT - 2]):
        words = torch.randint(1, TOKENS - 2, (length,), generator=random)
        ids[row, :length + 2] = torch.cat([torch.tensor([start]), words, torch.tensor([end])])
    return pixels, ids


def taps(visual, pixels):
    """What comes out of each part of the image tower."""
    if hasattr(visual, "trunk"):
        x = visual.trunk.bn1(visual.trunk.conv_stem(pixels))
        found = {"stem": channels_last(x)}
        for index, stage in enumerate(visual.trunk.blocks):
            x = stage(x)
            found[f"layer{index}"] = channels_last(x)
        return found
    if hasattr(visual, "attnpool"):
        x = visual.stem(pixels)
        found = {"stem": channels_last(x)}
        for index, layer in enumerate([visual.layer1, visual.layer2, visual.layer3, visual.layer4]):
            x = layer(x)
            found[f"layer{index}"] = channels_last(x)
        return found
    x = visual._embeds(pixels)
    found = {"embed": x.flatten(0, 1).contiguous()}
    for index, block in enumerate(visual.transformer.resblocks):
        x = block(x)
        found[f"block{index}"] = x.flatten(0, 1).contiguous()
    return found


def write(folder, pixels, ids, images, texts, parts):
    save_file({
        "pixels": channels_last(pixels), "ids": ids.float(), "images": F.normalize(images, dim=1).contiguous(),
        "texts": F.normalize(texts, dim=1).contiguous(), **parts}, folder / "golden.safetensors")
    for name in ("vocab.json", "merges.txt"):
        shutil.copy(VOCABULARY / name, folder / name)


def open_clip_golden(name, dimension, quick, vision, more, kind, random):
    text = {**TEXT, **more}
    model = CLIP(dimension, vision, text, quick_gelu=quick).eval()
    randomise(model, random)
    weights = {k: (v.to(kind) if v.is_floating_point() else v).contiguous() for k, v in model.state_dict().items()}
    model.load_state_dict(weights)
    size = vision["image_size"]
    pixels, ids = inputs(*(size if isinstance(size, list) else (size, size)), TOKENS - 2, TOKENS - 1, random)
    folder = GOLDENS / name
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "open_clip_model.safetensors", metadata={"format": "pt"})
    if "timm_model_name" in vision:
        compress(folder / "open_clip_model.safetensors")
    configuration = {
        "model_cfg": {"embed_dim": dimension, "quick_gelu": quick, "vision_cfg": vision,
                      "text_cfg": {**text, "hf_tokenizer_name": "small"}},
        "preprocess_cfg": {"size": size, "mean": [0.5, 0.4, 0.3], "std": [0.2, 0.3, 0.4]},
    }
    (folder / "open_clip_config.json").write_text(json.dumps(configuration, indent=1) + "\n")
    write(folder, pixels, ids, model.encode_image(pixels), model.encode_text(ids), taps(model.visual, pixels))


def openai_golden(name, vision, random):
    """In OpenAI's names and with its sizes (heads of 64), as its own .pt: a TorchScript archive in f16 with the notes
    beside the weights; and as a plain state dictionary."""
    text = {**TEXT, "width": 64, "heads": 1}
    model = CLIP(40, vision, text, quick_gelu=True).eval()
    randomise(model, random)
    half = {k: v.half() if v.is_floating_point() else v for k, v in model.state_dict().items() if k != "attn_mask"}
    model.load_state_dict(half)
    folder = GOLDENS / name
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(half, folder / "state.pt")
    torch.jit.save(torch.jit.script(module(half, {
        "input_resolution": vision["image_size"], "context_length": CONTEXT, "vocab_size": TOKENS})), folder / "script.pt")
    pixels, ids = inputs(vision["image_size"], vision["image_size"], TOKENS - 2, TOKENS - 1, random)
    write(folder, pixels, ids, model.encode_image(pixels), model.encode_text(ids), {})


def module(tensors, notes):
    """Tensors by their dotted names as modules within modules, all of it buffers."""
    root = torch.nn.Module()
    for name, value in [*tensors.items(), *((key, torch.tensor(number)) for key, number in notes.items())]:
        *path, last = name.split(".")
        place = root
        for part in path:
            if not hasattr(place, part):
                place.add_module(part, torch.nn.Module())
            place = getattr(place, part)
        place.register_buffer(last, value)
    return root


def hugging_face_golden(name, activation, end, random):
    layers = {"hidden_size": 48, "intermediate_size": 96, "num_attention_heads": 2, "hidden_act": activation}
    configuration = CLIPConfig(
        projection_dim=40,
        text_config={**layers, "num_hidden_layers": 2, "vocab_size": TOKENS, "max_position_embeddings": CONTEXT,
                     "bos_token_id": TOKENS - 2, "eos_token_id": end, "pad_token_id": 1, "projection_dim": 40},
        vision_config={**layers, "num_hidden_layers": 3, "image_size": 32, "patch_size": 8, "layer_norm_eps": 1e-4,
                       "projection_dim": 40})
    model = CLIPModel(configuration).eval()
    randomise(model, random)
    folder = GOLDENS / name
    model.half().save_pretrained(folder)
    model.float()
    CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}).save_pretrained(folder)
    pixels, ids = inputs(32, 32, TOKENS - 2, TOKENS - 1, random)
    images, texts = model.get_image_features(pixel_values=pixels), model.get_text_features(input_ids=ids)
    images, texts = (getattr(x, "pooler_output", x) for x in (images, texts))
    states = model.vision_model(pixel_values=pixels, output_hidden_states=True).hidden_states
    names = ["embed", "block0", "block1", "block2"]
    write(folder, pixels, ids, images, texts,
          {key: state.flatten(0, 1).contiguous() for key, state in zip(names, states)})


@torch.no_grad()
def main():
    torch.set_num_threads(1)
    for index, (name, (dimension, quick, vision, more, kind)) in enumerate(OPEN_CLIP.items()):
        open_clip_golden(name, dimension, quick, vision, more, kind, torch.Generator().manual_seed(index))
    openai_golden("openai-vit", {"image_size": 32, "patch_size": 8, "width": 64, "head_width": 64, "layers": 2},
                  torch.Generator().manual_seed(50))
    openai_golden("openai-resnet", {"image_size": 64, "layers": [1, 1, 2, 1], "width": 8},
                  torch.Generator().manual_seed(51))
    hugging_face_golden("hugging-face", "quick_gelu", TOKENS - 1, torch.Generator().manual_seed(100))
    hugging_face_golden("hugging-face-old", "gelu", 2, torch.Generator().manual_seed(101))


main()
