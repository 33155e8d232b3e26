"""A folder of embeddings as clip-retrieval's clip_inference writes it, for Tests/ModelTests/Goldens/clip-retrieval.

img_emb/img_emb_0.npy      f16 [rows, 4], the first value is the row's number among all
metadata/metadata_0.parquet  image_path (WebDataset's keys) and caption
"""
import shutil
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet

FOLDER = Path("Tests/ModelTests/Goldens/clip-retrieval")


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "img_emb").mkdir(parents=True)
    (FOLDER / "metadata").mkdir()
    start = 0
    # Ten come behind two by number and not by letters.
    for part, rows in ((0, 3), (2, 2), (10, 4)):
        numbers = np.arange(start, start + rows)
        table = np.stack([numbers + 1, np.ones(rows), np.zeros(rows), np.zeros(rows)], 1).astype("<f2")
        np.save(FOLDER / f"img_emb/img_emb_{part}.npy", table)
        pyarrow.parquet.write_table(
            pyarrow.table(dict(image_path=[f"{number:09}" for number in numbers], caption=["a cat"] * rows)),
            FOLDER / f"metadata/metadata_{part}.parquet")
        start += rows


if __name__ == "__main__":
    main()
