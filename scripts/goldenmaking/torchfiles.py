"""Checkpoints as torch and safetensors write them, for Tests/ModelTests/Goldens/torch.

state_dict.pt   torch.save of a dictionary: types, views, shared storages, a parameter.
training.pt     torch.save of what a training keeps: epoch, optimizer, and "state_dict" with "module." before the names.
script.pt       torch.jit.script, f16; traced.pt: torch.jit.trace, f32.
older.pt        torch.save in the format before torch 1.6.
sharded/        safetensors with an index.
expected.safetensors    f32; the tensors of FILE are FILE/NAME.
hostile/        archives whose pickle asks for more than tensors; hostile.json tells for what.
"""
import json
import os
import pickle
import shutil
import struct
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file

FOLDER = Path("Tests/ModelTests/Goldens/torch")
MARKER = "clipscope-pickle-ran"


class Block(torch.nn.Module):
    def __init__(self, width):
        super().__init__()
        self.ln_1 = torch.nn.LayerNorm(width)
        self.c_fc = torch.nn.Linear(width, 2 * width)

    def forward(self, x):
        return self.c_fc(self.ln_1(x))


class Visual(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, 8, 4, 4, bias=False)
        self.bn1 = torch.nn.BatchNorm2d(8)
        self.resblocks = torch.nn.Sequential(Block(8))
        self.proj = torch.nn.Parameter(torch.randn(16, 4))

    def forward(self, x):
        x = self.bn1(self.conv1(x)).flatten(2).mean(2)
        return self.resblocks(x) @ self.proj


class Towers(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.visual = Visual()
        self.logit_scale = torch.nn.Parameter(torch.tensor(2.6592))
        self.register_buffer("input_resolution", torch.tensor(8))
        self.sizes, self.names = [1, 2], ["a", "b"]

    def forward(self, x):
        if len(self.names) == self.sizes[1]:
            return self.visual(x) * self.logit_scale.exp()
        return x


def state_dict():
    base = torch.randn(6, 5)
    return {
        "float32": base, "transposed": base.t(), "columns": base[:, 1:3], "rows": base[2:4],
        "everyOther": base[::2, ::2], "permuted": torch.randn(2, 3, 4).permute(2, 0, 1),
        "channelsLast": torch.randn(2, 3, 2, 2).contiguous(memory_format=torch.channels_last),
        "parameter": torch.nn.Parameter(torch.randn(3)), "scalar": torch.tensor(0.5), "empty": torch.zeros(0, 3),
        "float16": torch.randn(7).half(), "bfloat16": torch.randn(3, 3).bfloat16(),
        "float16Transposed": torch.randn(2, 3).half().t(), "int64": torch.arange(4), "bool": torch.tensor([True]),
    }


def training(model):
    optimizer = torch.optim.AdamW(model.parameters())
    model(torch.randn(2, 3, 8, 8)).sum().backward()
    optimizer.step()
    state = torch.nn.DataParallel(model).state_dict()
    return {"epoch": 3, "name": "small", "loss": 0.25, "state_dict": state, "optimizer": optimizer.state_dict()}


def save_script(module, path):
    """Without the notes on the source, which name the folders of the machine that writes."""
    torch.jit.save(module, path)
    with zipfile.ZipFile(path) as archive:
        entries = [(info, archive.read(info)) for info in archive.infolist() if ".debug_pkl" not in info.filename]
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in entries:
            entry = zipfile.ZipInfo(info.filename)
            archive.writestr(entry, data, info.compress_type)
    return torch.jit.load(path).state_dict()


class Call:
    def __init__(self, function, *arguments):
        self.function, self.arguments = function, arguments

    def __reduce__(self):
        return self.function, self.arguments


def in_archive(data, path, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("archive/data.pkl"), data, compression)
        archive.writestr(zipfile.ZipInfo("archive/version"), "3\n")


def laughs():
    """Modules that each hold the one before twice: fifty levels, 2^50 names."""
    start = b"\x80\x02c__torch__\nM\nq\x00)\x81}b" + b"q\x01"
    level = b"h\x00)\x81}(X\x01\x00\x00\x00ah\x01X\x01\x00\x00\x00bh\x01ubq\x01"
    return start + 50 * level + b"."


def endless():
    """A module that is its own submodule."""
    return b"\x80\x02c__torch__\nM\n)\x81q\x00}X\x01\x00\x00\x00ah\x00sb."


def huge():
    """Four values that claim to be 2^40, by strides of 0."""
    side = b"\x8a\x06" + struct.pack("<Q", 1 << 40)[:6]
    storage = b"(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x04tQ"
    return b"\x80\x02}X\x01\x00\x00\x00actorch._utils\n_rebuild_tensor_v2\n(" + storage + b"K\x00" + side \
        + b"\x85K\x00\x85\x89}tRs."


def hostile(folder):
    touch = f"touch {MARKER}"
    pickles = {
        "os-system": (pickle.dumps({"a": Call(os.system, touch)}, 2), "posix.system"),
        "os-system-4": (pickle.dumps({"a": Call(os.system, touch)}, 4), "posix.system"),
        "eval": (pickle.dumps(Call(eval, f"open('{MARKER}', 'w')"), 2), "__builtin__.eval"),
        "eval-4": (pickle.dumps(Call(eval, f"open('{MARKER}', 'w')"), 5), "builtins.eval"),
        "getattr": (b"\x80\x02c__builtin__\ngetattr\n(c__builtin__\n__import__\nX\x02\x00\x00\x00os\x85R"
                    b"X\x06\x00\x00\x00systemtR" + b"X" + struct.pack("<I", len(touch)) + touch.encode() + b"\x85R.",
                    "__builtin__.getattr"),
        "dotted": (b"\x80\x04\x8c\x05torch\x8c\x09os.system\x93" + b"\x8c" + bytes([len(touch)]) + touch.encode()
                   + b"\x85R.", "torch.os.system"),
        "inst": (b"\x80\x02(X" + struct.pack("<I", len(touch)) + touch.encode() + b"iposix\nsystem\n.", "posix.system"),
        "load-from-bytes": (b"\x80\x02ctorch.storage\n_load_from_bytes\n)R.", "torch.storage._load_from_bytes"),
        "whole-module": (b"\x80\x02ctorch.nn.modules.linear\nLinear\n)\x81}b.", "torch.nn.modules.linear.Linear"),
        "laughs": (laughs(), None), "endless": (endless(), None), "huge": (huge(), None),
    }
    for name, (data, _) in pickles.items():
        in_archive(data, folder / f"{name}.pt")
    with zipfile.ZipFile(folder / "huge.pt", "a") as archive:
        archive.writestr(zipfile.ZipInfo("archive/data/0"), bytes(16))
    told = {name: forbidden for name, (_, forbidden) in pickles.items()}
    (folder / "hostile.json").write_text(json.dumps(told, indent=1) + "\n")


def sharded(folder, tensors):
    files = {}
    for number, names in enumerate([sorted(tensors)[::2], sorted(tensors)[1::2]], 1):
        file = f"model-{number:05}-of-00002.safetensors"
        save_file({name: tensors[name] for name in names}, folder / file, {"format": "pt"})
        files |= dict.fromkeys(names, file)
    size = sum(tensor.numel() * tensor.element_size() for tensor in tensors.values())
    index = {"metadata": {"total_size": size}, "weight_map": files}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")


def main():
    torch.manual_seed(0)
    shutil.rmtree(FOLDER, ignore_errors=True)
    for folder in [FOLDER / "hostile", FOLDER / "sharded"]:
        folder.mkdir(parents=True)
    model = Towers()
    tensors = {"state_dict.pt": state_dict()}
    torch.save(tensors["state_dict.pt"], FOLDER / "state_dict.pt")
    checkpoint = training(model)
    torch.save(checkpoint, FOLDER / "training.pt")
    tensors["training.pt"] = {name.removeprefix("module."): value for name, value in checkpoint["state_dict"].items()}
    model = model.eval()
    tensors["traced.pt"] = save_script(torch.jit.trace(model, torch.randn(1, 3, 8, 8)), FOLDER / "traced.pt")
    tensors["script.pt"] = save_script(torch.jit.script(model.half()), FOLDER / "script.pt")
    torch.save({}, FOLDER / "older.pt", _use_new_zipfile_serialization=False)
    in_archive(pickle.dumps({}, 2), FOLDER / "compressed.pt", zipfile.ZIP_DEFLATED)
    tensors["sharded"] = {name: torch.randn(2, size) for size, name in enumerate("abcde", 1)}
    sharded(FOLDER / "sharded", tensors["sharded"])
    hostile(FOLDER / "hostile")
    expected = {f"{file}/{name}": tensor.detach().float().contiguous().clone()
                for file, state in tensors.items() for name, tensor in state.items()}
    save_file(expected, FOLDER / "expected.safetensors")


main()
