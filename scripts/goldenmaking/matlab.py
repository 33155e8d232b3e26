"""MATLAB 5 files as data sets have them, written by scipy, for Tests/ModelTests/Goldens/matlab, and what scipy reads.

svhn/          train_32x32.mat (packed by zlib, more than one place to go on from) and test_32x32.mat (not packed)
flowers/       imagelabels.mat and setid.mat of twelve images
cars/          cars_annos.mat, and in devkit/ what is distributed beside cars_train/
other.mat      variables of every other kind
matlab.json    labels, splits and names as torchvision makes them from what scipy.io.loadmat gives
pictures.rgb   some pictures of SVHN, [height, width, 3]: those of `pictures` in matlab.json, the split and the index
"""
import json
import shutil
from pathlib import Path

import numpy as np
from scipy import io, sparse

FOLDER = Path("Tests/ModelTests/Goldens/matlab")
rng = np.random.default_rng(19)


def svhn():
    (FOLDER / "svhn").mkdir()
    y, x, channel, image = np.ogrid[:32, :32, :3, :1500]
    pictures = ((image * 7 + channel * 50 + x * 3 + y * 5) % 256).astype(np.uint8)
    io.savemat(FOLDER / "svhn/train_32x32.mat",
               dict(X=pictures, y=(np.arange(1500) % 10 + 1).astype(np.uint8)[:, None]), do_compression=True)
    io.savemat(FOLDER / "svhn/test_32x32.mat",
               dict(X=rng.integers(0, 256, (32, 32, 3, 5), np.uint8), y=np.array([[10.0], [1], [2], [10], [9]])))
    labels, chosen, pixels = {}, [], b""
    for split, numbers in (("train", (0, 1, 700, 1499)), ("test", range(5))):
        mat = io.loadmat(FOLDER / f"svhn/{split}_32x32.mat")
        # torchvision.datasets.SVHN.__init__ and __getitem__
        data, own = mat["X"], mat["y"].astype(np.int64).squeeze()
        np.place(own, own == 10, 0)
        data = np.transpose(data, (3, 2, 0, 1))
        labels[split] = own.tolist()
        for index in numbers:
            chosen.append([split, index])
            pixels += np.ascontiguousarray(np.transpose(data[index], (1, 2, 0))).tobytes()
    (FOLDER / "pictures.rgb").write_bytes(pixels)
    return dict(svhn=labels, pictures=chosen)


def flowers():
    (FOLDER / "flowers").mkdir()
    labels = [77, 77, 1, 102, 1, 102, 12, 12, 12, 50, 50, 1]
    io.savemat(FOLDER / "flowers/imagelabels.mat", dict(labels=np.array([labels], np.uint8)), do_compression=True)
    sets = dict(trnid=np.array([[1, 3, 4, 7, 10]], np.uint16), valid=np.array([[2, 5, 6]], np.uint16),
                tstid=np.array([[8, 9, 11, 12]], np.uint16))
    io.savemat(FOLDER / "flowers/setid.mat", sets)
    # torchvision.datasets.Flowers102.__init__
    read = io.loadmat(FOLDER / "flowers/imagelabels.mat", squeeze_me=True)["labels"]
    by_image = dict(enumerate((read - 1).tolist(), 1))
    ids = io.loadmat(FOLDER / "flowers/setid.mat", squeeze_me=True)
    return dict(flowers={split: {f"image_{i:05d}.jpg": by_image[i] for i in ids[key].tolist()}
                         for split, key in (("train", "trnid"), ("val", "valid"), ("test", "tstid"))})


def structures(rows):
    out = np.empty((1, len(rows)), [(name, object) for name in rows[0]])
    for index, row in enumerate(rows):
        for name, value in row.items():
            out[0, index][name] = value
    return out


def cars():
    (FOLDER / "cars/devkit").mkdir(parents=True)
    names = ["AM General Hummer SUV 2000", "Acura RL Sedan 2012", "smart fortwo Convertible 2012", "Citroën 2CV"]
    cells = np.array([names], object)
    classes = [3, 1, 1, 2, 4, 3]

    def box(index):
        return {name: np.array([[index * 300 + 5]], np.uint16) for name in ("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2")}

    rows = [dict(relative_im_path=f"car_ims/{index + 1:06d}.jpg", **box(index), **{"class": np.uint8([[number]])},
                 test=np.uint8([[index % 2]])) for index, number in enumerate(classes)]
    io.savemat(FOLDER / "cars/cars_annos.mat", dict(annotations=structures(rows), class_names=cells), do_compression=True)
    train = [dict(**box(index), **{"class": np.uint8([[number]])}, fname=f"{index + 1:05d}.jpg")
             for index, number in enumerate(classes)]
    io.savemat(FOLDER / "cars/devkit/cars_train_annos.mat", dict(annotations=structures(train)))
    io.savemat(FOLDER / "cars/devkit/cars_meta.mat", dict(class_names=cells))
    test = [{**row, "fname": f"{len(train) - index:05d}.jpg"} for index, row in enumerate(train)]
    io.savemat(FOLDER / "cars/cars_test_annos_withlabels.mat", dict(annotations=structures(test)), do_compression=True)
    # torchvision.datasets.StanfordCars.__init__
    known = io.loadmat(FOLDER / "cars/devkit/cars_meta.mat", squeeze_me=True)["class_names"].tolist()

    def read(file):
        return {str(row["fname"]): known[row["class"] - 1] for row in io.loadmat(file, squeeze_me=True)["annotations"]}

    annos = io.loadmat(FOLDER / "cars/cars_annos.mat", squeeze_me=True)["annotations"]
    return dict(cars=dict(train=read(FOLDER / "cars/devkit/cars_train_annos.mat"),
                          test=read(FOLDER / "cars/cars_test_annos_withlabels.mat"),
                          annos={str(row["relative_im_path"]): [known[row["class"] - 1], "test" if row["test"] else "train"]
                                 for row in annos}))


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    found = {**svhn(), **flowers(), **cars()}
    io.savemat(FOLDER / "other.mat", dict(
        numbers=np.arange(6, dtype=np.float32).reshape(2, 3), negative=np.int64([[-5, 7]]), empty=np.zeros((0, 3)),
        text="Größe 1", sparse=sparse.eye(3), nested=dict(a=dict(b="c", d=np.uint16([[9]]))), complex=np.array([[1 + 2j]])))
    (FOLDER / "matlab.json").write_text(json.dumps(found, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
