"""Parquet files as their users' libraries write them, for Tests/ModelTests/Goldens/parquet.

The same eight photos everywhere, shrunk; photos/ has them as a plain folder of classes. parquet.json names the files with
the labels and the SHA-256 of each picture's bytes, in the order of the rows.
"""
import hashlib
import io
import json
import shutil
from pathlib import Path

import datasets
import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

FOLDER = Path("Tests/ModelTests/Goldens/parquet")
SAMPLES = Path("sample-data")
CLASSES = ["bear", "cat", "dog"]


def photos():
    """(name, label, JPEG) of eight sample photos; two of them have no label."""
    found = sorted(SAMPLES.rglob("*.jpg"))[:8] or sorted(SAMPLES.rglob("*.png"))[:8]
    assert len(found) == 8, found
    result = []
    for index, path in enumerate(found):
        picture = Image.open(path).convert("RGB")
        picture.thumbnail((40, 40))
        text = io.BytesIO()
        picture.save(text, "JPEG", quality=60)
        result.append((f"photo {index}.jpg", -1 if index in (3, 6) else index % 3, text.getvalue()))
    return result


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    rows = photos()
    for name, label, jpeg in rows:
        folder = FOLDER / "photos" / (CLASSES[label] if label >= 0 else "")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(jpeg)
    images = [{"bytes": jpeg, "path": name} for name, _, jpeg in rows]
    image_type = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
    plain = pa.table({
        "image": pa.array(images, image_type),
        "label": pa.array([None if label < 0 else CLASSES[label] for _, label, _ in rows]),
        "area": pa.array([len(jpeg) for _, _, jpeg in rows], pa.int64()),
        "tags": pa.array([["a", "b"]] * len(rows)),
        "is_dark": pa.array([index % 2 == 0 for index in range(len(rows))]),
    })
    for codec in ["none", "snappy", "gzip", "zstd"]:
        for version in ["1.0", "2.0"]:
            for dictionary in [True, False]:
                pq.write_table(
                    plain, FOLDER / f"arrow-{codec}-v{version[0]}-{'dictionary' if dictionary else 'plain'}.parquet",
                    compression=codec, data_page_version=version, use_dictionary=dictionary, row_group_size=3,
                    data_page_size=1500, write_batch_size=1)
    for codec in ["brotli", "lz4"]:
        pq.write_table(plain, FOLDER / f"other-{codec}.parquet", compression=codec)
    features = datasets.Features({
        "image": datasets.Image(), "label": datasets.ClassLabel(names=CLASSES), "note": datasets.Value("string")})
    dataset = datasets.Dataset.from_dict(
        {"image": images, "label": [label for _, label, _ in rows], "note": [None] * len(rows)}, features=features)
    hub = FOLDER / "hub" / "data"
    hub.mkdir(parents=True)
    for split, part in [("train", dataset.select(range(5))), ("test", dataset.select(range(5, 8)))]:
        for shard in range(2):
            part.shard(2, shard, contiguous=True).to_parquet(hub / f"{split}-{shard:05}-of-00002.parquet")
    bytes_only = {"jpg": [jpeg for _, _, jpeg in rows], "label": [label for _, label, _ in rows]}
    polars.DataFrame(bytes_only).write_parquet(FOLDER / "polars.parquet")
    arrow = pa.table(bytes_only)  # noqa: F841, read by name
    duckdb.sql(f"copy (select * from arrow) to '{FOLDER / 'duckdb.parquet'}' (format parquet)")
    pq.write_table(plain.drop_columns(["image"]), FOLDER / "no-pictures.parquet")
    whole = (FOLDER / "arrow-snappy-v1-dictionary.parquet").read_bytes()
    (FOLDER / "cut.parquet").write_bytes(whole[:-20])
    (FOLDER / "parquet.json").write_text(json.dumps({
        "classes": CLASSES,
        "names": [name for name, _, _ in rows],
        "labels": [label for _, label, _ in rows],
        "sha256": [hashlib.sha256(jpeg).hexdigest() for _, _, jpeg in rows],
    }, indent=1) + "\n")


if __name__ == "__main__":
    main()
