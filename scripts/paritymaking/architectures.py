"""Opens every architecture of open_clip with clipscope, without its weights; see scripts/architectures."""
import argparse
import json
import shutil
import struct
import subprocess
import tempfile
from pathlib import Path

import open_clip
import torch
import transformers

SUBWORDS = Path(__file__).resolve().parents[2] / "Tests/ModelTests/Goldens/subwords"

# What open_clip fetches from the hub for its text towers (config.json of each).
HUB = {
    "roberta-base": transformers.RobertaConfig(
        vocab_size=50265, max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5),
    "xlm-roberta-base": transformers.XLMRobertaConfig(
        vocab_size=250002, max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5),
    "xlm-roberta-large": transformers.XLMRobertaConfig(
        vocab_size=250002, max_position_embeddings=514, type_vocab_size=1, layer_norm_eps=1e-5, hidden_size=1024,
        num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096),
}


def shapes(name):
    """The names and shapes of an architecture's tensors; None where open_clip needs the hub for it."""
    configuration = open_clip.get_model_config(name)
    tower = configuration["text_cfg"].get("hf_model_name")
    if tower and tower not in HUB:
        return configuration, None
    fetch = transformers.AutoConfig.from_pretrained
    transformers.AutoConfig.from_pretrained = lambda name, *rest, **options: HUB[name]
    open_clip.hf_model.AutoConfig = transformers.AutoConfig
    try:
        with torch.device("meta"):
            model = open_clip.create_model(name, pretrained_hf=False)
    except RuntimeError:
        model = open_clip.create_model(name, pretrained_hf=False)
    finally:
        transformers.AutoConfig.from_pretrained = fetch
    return configuration, {key: list(value.shape) for key, value in model.state_dict().items()
                           if not key.endswith("num_batches_tracked")}


def write(folder, configuration, tensors):
    header, end = {"__metadata__": {"format": "pt"}}, 0
    for key, shape in tensors.items():
        size = 2
        for side in shape:
            size *= side
        header[key] = {"dtype": "F16", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    with open(folder / "open_clip_model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        file.truncate(8 + len(text) + end)
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": configuration, "preprocess_cfg": {}}))
    if configuration["text_cfg"].get("hf_tokenizer_name"):
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copy(SUBWORDS / "bert" / name, folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    names = arguments.names or open_clip.list_models()
    refused = []
    for name in names:
        configuration, tensors = shapes(name)
        if tensors is None:
            reason = f"not built: {configuration['text_cfg']['hf_model_name']} is on the hub alone"
        else:
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), configuration, tensors)
                run = subprocess.run([arguments.program, "tokenize", "a photo", "--model", folder],
                                     capture_output=True, text=True)
                reason = None if run.returncode == 0 else run.stderr.strip().replace(folder + "/", "")
        if reason:
            refused.append(name)
        print(f"{name}: {reason or 'accepted'}", flush=True)
    pairs = [name for name, _ in open_clip.list_pretrained() if name in names]
    print(f"{len(names) - len(refused)} of {len(names)} architectures, "
          f"{sum(name not in refused for name in pairs)} of {len(pairs)} pretrained pairs")


if __name__ == "__main__":
    main()
