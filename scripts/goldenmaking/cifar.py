"""CIFAR-10 and CIFAR-100 in their Python version, four made-up images a part, for Tests/ModelTests/Goldens/cifar.

Written as the published files are: protocol 2 with Python 2's byte strings, which Python 3's pickle reads and no longer
writes. cifar.json has the labels and the first pixels.
"""
import json
import pickle
import shutil
from pathlib import Path

import numpy as np

FOLDER = Path("Tests/ModelTests/Goldens/cifar")


class Python2Pickler(pickle._Pickler):
    """Writes str and bytes as Python 2 wrote str."""
    dispatch = dict(pickle._Pickler.dispatch)

    def save_string(self, value):
        data = value.encode("latin1") if isinstance(value, str) else value
        if len(data) < 256:
            self.write(pickle.SHORT_BINSTRING + bytes([len(data)]) + data)
        else:
            self.write(pickle.BINSTRING + len(data).to_bytes(4, "little") + data)
        self.memoize(value)

    dispatch[str] = save_string
    dispatch[bytes] = save_string


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file:
        Python2Pickler(file, protocol=2).dump(value)
    back = pickle.load(open(path, "rb"), encoding="latin1")
    assert back.keys() == value.keys()


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    random, told = np.random.default_rng(1), {}

    def part(folder, name, keys):
        data = random.integers(0, 256, (4, 3072), dtype=np.uint8)
        labels = {key: random.integers(0, count, 4).tolist() for key, count in keys.items()}
        write(FOLDER / folder / name, {
            "data": data, "batch_label": f"part {name}", "filenames": [f"{name}_{i}.png" for i in range(4)], **labels})
        told[f"{folder}/{name}"] = {"labels": labels, "first": data[:, [0, 1024, 2048]].tolist()}

    for name in ["data_batch_1", "data_batch_2", "test_batch"]:
        part("cifar-10-batches-py", name, {"labels": 3})
    for name in ["train", "test"]:
        part("cifar-100-python", name, {"fine_labels": 5, "coarse_labels": 2})
    write(FOLDER / "cifar-10-batches-py/batches.meta", {
        "num_cases_per_batch": 4, "label_names": ["airplane", "automobile", "bird"], "num_vis": 3072})
    write(FOLDER / "cifar-100-python/meta", {
        "fine_label_names": ["apple", "aquarium_fish", "baby", "bear", "beaver"],
        "coarse_label_names": ["aquatic_mammals", "fish"]})
    (FOLDER / "cifar.json").write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
