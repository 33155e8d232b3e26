"""Full-size checkpoints with random weights, written by the reference libraries."""
import json
import sys

import open_clip
import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTokenizer

# name -> open_clip's architecture, or the sizes of a Hugging Face CLIPModel's image tower
ALL = {
    "ViT-B-32": "ViT-B-32-quickgelu", "ViT-B-16": "ViT-B-16-quickgelu", "ViT-L-14-336": "ViT-L-14-336-quickgelu",
    "RN50": "RN50-quickgelu", "RN50x4": "RN50x4-quickgelu",
    "hf-ViT-B-32": {"patch_size": 32, "hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12,
                    "num_hidden_layers": 12},
}


def make(name, cache):
    """The checkpoint's directory, made on the first call."""
    folder = cache / name
    if not (folder / "ready").exists():
        print(f"scripts/parity: makes {folder}", file=sys.stderr, flush=True)
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(0)
        (hugging_face if isinstance(ALL[name], dict) else of_open_clip)(ALL[name], folder)
        (folder / "ready").touch()
    return folder


def of_open_clip(architecture, folder):
    model = open_clip.create_model(architecture).eval()
    for key, value in model.state_dict().items():
        # Fresh ResNets end each branch with a gain of zero, which would hide the branch.
        if key.endswith("bn3.weight"):
            value.normal_(1.0, 0.1)
    configuration = {"model_cfg": open_clip.get_model_config(architecture),
                     "preprocess_cfg": {"size": model.visual.image_size}}
    (folder / "open_clip_config.json").write_text(json.dumps(configuration, indent=1))
    save_file({k: v.contiguous() for k, v in model.state_dict().items() if not k.endswith("attn_mask")},
              folder / "open_clip_model.safetensors")


def hugging_face(image, folder):
    model = CLIPModel(CLIPConfig(vision_config=image, text_config={"eos_token_id": 49407, "bos_token_id": 49406}))
    model.eval().save_pretrained(folder)
    CLIPImageProcessor().save_pretrained(folder)
    vocabulary(folder)


def vocabulary(folder):
    """The standard vocabulary in the Hugging Face form, from open_clip's table."""
    standard = open_clip.tokenizer.SimpleTokenizer()
    names = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    vocab = {names.get(token, token): place for token, place in standard.encoder.items()}
    merges = [pair for pair, _ in sorted(standard.bpe_ranks.items(), key=lambda item: item[1])]
    CLIPTokenizer(vocab=vocab, merges=merges, model_max_length=77).save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps(vocab))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(" ".join(pair) for pair in merges) + "\n")
