"""The open_clip model: its configuration, its parts put together, and the finished directory."""
import json
from pathlib import Path

import torch
from open_clip.model import CLIP
from safetensors.torch import save_file

from .ingredients import SIZES, classifier_network
from .targets import DIMENSIONS

CONTEXT, VOCABULARY, WIDTH, HEADS, LAYERS, MLP_RATIO = 32, 20_480, 320, 5, 2, 2.0


def configuration(variant, proj="mlp"):
    size = SIZES[variant]
    return {
        "model_cfg": {
            "embed_dim": DIMENSIONS,
            "vision_cfg": {
                "image_size": size, "timm_model_name": f"tf_efficientnet_{variant}", "timm_model_pretrained": False,
                "timm_pool": "", "timm_proj": proj, "timm_proj_bias": True,
            },
            "text_cfg": {
                "context_length": CONTEXT, "vocab_size": VOCABULARY, "hf_tokenizer_name": "clipscope",
                "width": WIDTH, "heads": HEADS, "layers": LAYERS, "mlp_ratio": MLP_RATIO,
            },
        },
        "preprocess_cfg": {
            "size": size, "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5],
            "interpolation": "bicubic", "resize_mode": "shortest",
        },
    }


def build(variant, proj="mlp"):
    """open_clip's own CLIP with the published trunk in it; text and head are still untrained."""
    config = configuration(variant, proj)["model_cfg"]
    text = {k: v for k, v in config["text_cfg"].items() if k != "hf_tokenizer_name"}
    torch.manual_seed(1)
    model = CLIP(config["embed_dim"], config["vision_cfg"], text)
    trunk = classifier_network(variant)
    trunk.reset_classifier(0)
    model.visual.trunk.load_state_dict(trunk.state_dict())
    return model.eval()


def save(model, variant, tokenizer_files, folder, proj="mlp"):
    """f16 weights, configuration and the tokenizer's files."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "open_clip_config.json").write_text(json.dumps(configuration(variant, proj), indent=2) + "\n")
    half = {}
    for name, tensor in model.state_dict().items():
        if name != "attn_mask":
            half[name] = (tensor.half() if tensor.is_floating_point() else tensor).contiguous()
    save_file(half, folder / "open_clip_model.safetensors", metadata={"format": "pt"})
    for name in ("vocab.json", "merges.txt", "tokenizer.json", "tokenizer_config.json"):
        (folder / name).write_bytes((Path(tokenizer_files) / name).read_bytes())
    return sum(file.stat().st_size for file in folder.iterdir())
