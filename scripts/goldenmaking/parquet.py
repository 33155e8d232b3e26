"""Parquet and Arrow files as their users' libraries write them, for Tests/ModelTests/Goldens/parquet.

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


def arrow_files(dataset, plain):
    """save_to_disk, load_dataset's cache, and pyarrow's streams and files."""
    datasets.utils.logging.disable_progress_bar()
    parts = datasets.DatasetDict({"train": dataset.select(range(5)), "test": dataset.select(range(5, 8))})
    parts.save_to_disk(FOLDER / "saved", num_shards={"train": 2, "test": 1})
    dataset.save_to_disk(FOLDER / "saved-alone")
    cache = FOLDER / "cache"
    files = {split: str(FOLDER / "hub" / "data" / f"{split}-*.parquet") for split in parts}
    loaded = datasets.load_dataset("parquet", data_files=files, cache_dir=str(cache))
    loaded["train"].filter(lambda row: row["label"] == 1)  # leaves cache-*.arrow
    for lock in cache.rglob("*.lock"):
        lock.unlink()
    assert list(cache.rglob("cache-*.arrow"))
    wide = plain.cast(pa.schema([
        ("image", pa.struct([("bytes", pa.large_binary()), ("path", pa.large_string())])),
        ("label", pa.large_string()), ("area", pa.uint16()), ("tags", pa.large_list(pa.string())),
        ("is_dark", pa.bool_())]))
    kinds = {"stream": (plain, pa.ipc.new_stream, {}), "file": (plain, pa.ipc.new_file, {}),
             "wide": (wide, pa.ipc.new_stream, {}), "legacy": (plain, pa.ipc.new_stream, {"use_legacy_format": True}),
             "zstd": (plain, pa.ipc.new_stream, {"compression": "zstd"}),
             "lz4": (plain, pa.ipc.new_stream, {"compression": "lz4"})}
    for name, (table, writer, options) in kinds.items():
        with writer(FOLDER / f"{name}.arrow", table.schema, options=pa.ipc.IpcWriteOptions(**options)) as out:
            out.write_table(table, max_chunksize=3)
    whole = (FOLDER / "stream.arrow").read_bytes()
    (FOLDER / "cut.arrow").write_bytes(whole[:-400])


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
    arrow_files(dataset, plain)
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
