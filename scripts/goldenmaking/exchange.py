"""Tables of embeddings as numpy and safetensors write them, for Tests/ModelTests/Goldens/exchange.

exchange.json has the table's values and what each file is; all files of one shape hold the same numbers.
"""
import json
import shutil
from pathlib import Path

import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save_file

FOLDER = Path("Tests/ModelTests/Goldens/exchange")


def write(name, array, version=None):
    with open(FOLDER / name, "wb") as file:
        npy.write_array(file, array, version=version)


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    # Exact in f16, and of unit length.
    table = np.array([[0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0], [0.5, -0.5, 0.5, -0.5]], np.float32)
    (FOLDER / "exchange.json").write_text(json.dumps({"rows": table.tolist()}) + "\n")
    for version in [(1, 0), (2, 0), (3, 0)]:
        write(f"version-{version[0]}.npy", table, version)
    for kind in ["<f2", "<f8"]:
        write(f"{kind[1:]}.npy", table.astype(kind))
    write("scaled.npy", table * np.array([[3], [1], [0.25]], np.float32))
    write("zeros-and-nan.npy", np.array([[0.5, 0.5, 0.5, 0.5], [0, 0, 0, 0], [np.nan, 0, 0, 1]], np.float32))
    write("big-endian.npy", table.astype(">f4"))
    write("fortran.npy", np.asfortranarray(table))
    write("integers.npy", table.astype("<i8"))
    write("objects.npy", np.array([["a", None]], dtype=object))
    write("records.npy", np.zeros(3, dtype=[("a", "<f4"), ("b", "<f4")]))
    write("one-dimension.npy", table[0])
    write("no-rows.npy", table[:0])
    whole = (FOLDER / "version-1.npy").read_bytes()
    (FOLDER / "cut.npy").write_bytes(whole[:-5])
    (FOLDER / "cut-head.npy").write_bytes(whole[:40])
    save_file({"embeddings": table, "other": table[:, :2].copy()}, FOLDER / "named.safetensors",
              metadata={"model": "ViT-B-32", "names": json.dumps(["a.png", "b/ü.png", "c,d.png"])})
    save_file({"image_embeds": table.astype(np.float16), "logit_scale": table[0]}, FOLDER / "only-table.safetensors")
    save_file({"one": table, "two": table}, FOLDER / "two-tables.safetensors")


main()
