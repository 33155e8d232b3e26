"""The formats: what is broken, and the command that reads it. FILE is the broken file, DIR a fresh folder around it."""
import gzip
import io
import json
import shutil
import sqlite3
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

from fuzzing import mutations


class Format:
    """Files of `seeds` are broken one at a time, `batch` of them side by side, and read by `command`."""

    def __init__(self, name, seeds, command, file, batch=1, repair=None, around=None):
        self.name, self.seeds, self.command, self.file = name, seeds, command, file
        self.batch, self.repair, self.around = batch, repair, around

    def prepare(self, folder):
        """Everything but the broken file."""
        folder.mkdir(parents=True)
        if self.around:
            self.around(folder)

    def broken(self, random):
        data = mutations.mutated(random.choice(self.seeds), random, self.seeds)
        return self.repair(data) if self.repair and random.random() < 0.7 else data


def formats(root, program, scratch):
    goldens = root / "Tests/ModelTests/Goldens"
    pictures = goldens / "pixels/files"
    small = sorted(pictures.iterdir(), key=lambda file: file.stat().st_size)

    def pictured(folder, count=2):
        for index, name in enumerate(("cat", "owl")[:count]):
            (folder / "D" / name).mkdir(parents=True)
            shutil.copy(pictures / "420.jpg", folder / "D" / name / f"{index}.jpg")

    def tower(name, kind="towers"):
        def copy(folder):
            pictured(folder)
            for file in (goldens / kind / name).iterdir():
                if not file.name.startswith("golden"):
                    shutil.copy(file, folder / file.name)
        return copy

    for ending in ("png", "jpg", "gif", "bmp", "webp", "ppm", "pgm", "pbm"):
        seeds = [file.read_bytes() for file in small if file.suffix == f".{ending}" and file.stat().st_size < 40_000]
        yield Format(ending, seeds, ["embed", "--dataset", "DIR", "--out", "DIR/out.npy"], f"a/*.{ending}", batch=40,
                     repair=mutations.png if ending == "png" else None)

    rarer = sorted((goldens / "formats/files").iterdir(), key=lambda file: file.stat().st_size)
    for ending in ("tif", "heic", "avif", "jxl", "ico"):
        seeds = [file.read_bytes() for file in rarer if file.suffix == f".{ending}"]
        yield Format(ending, seeds, ["embed", "--dataset", "DIR", "--out", "DIR/out.npy"], f"a/*.{ending}", batch=40)

    photo = (pictures / "420.jpg").read_bytes()
    yield Format("tar", list(tars(photo)), ["eval", "--dataset", "FILE"], "a.tar", repair=mutations.tar)
    arrow = [(goldens / f"parquet/{name}.arrow").read_bytes() for name in ("stream", "file", "wide")]
    yield Format("arrow", arrow, ["embed", "--dataset", "FILE", "--out", "DIR/out.npy"], "a.arrow")
    for ending in ("zip", "tar.gz"):
        yield Format(ending, list(archives(photo, ending)), ["embed", "--dataset", "FILE", "--out", "DIR/out.npy"],
                     f"a.{ending}")
    idx = struct.pack(">HBB3I", 0, 8, 3, 2, 4, 4) + bytes(range(32))
    labels = lambda folder: (folder / "t10k-labels-idx1-ubyte").write_bytes(
        struct.pack(">HBBI", 0, 8, 1, 2) + bytes(2))
    yield Format("idx", [idx], ["eval", "--dataset", "DIR"], "t10k-images-idx3-ubyte", around=labels)
    yield Format("idx.gz", [gzip.compress(idx, mtime=0)], ["eval", "--dataset", "DIR"], "t10k-images-idx3-ubyte.gz",
                 around=labels)
    csv = b"file,label,split\nD/cat/0.jpg,cat,train\n\"D/owl/1.jpg\",\"o\"\"wl\",test\n"
    yield Format("csv", [csv, csv.replace(b",", b"\t")], ["eval", "--dataset", "DIR"], "labels.csv", around=pictured)
    described = (b'name = "x"\ntitle = "y"\nlabel-column = "label"\nlabel-columns = ["label"]\nprompts = "p.toml"\n'
                 b'[names]\ncat = "tabby"\n"a.b" = \'c\'\n')
    yield Format("dataset.toml", [described], ["eval", "--dataset", "DIR/D"], "D/dataset.toml", around=pictured)
    sets = [file.read_bytes() for file in sorted((root / "sample-data/datasets").glob("*.toml"))[:6]]
    sets.append(b'name = "p"\ntemplates = ["a {}", """b\n{}""", \'c {label}\']\noff = ["a {}"]\nhidden = ["x"]\n'
                b'added = ["y"]\n[labels]\n"t.x" = ["a", "b"]\n[[q]]\nd = 1979-05-27T07:32:00Z\nn = 0x1F\n')
    yield Format("prompts", sets, ["lint", "--prompts", "FILE"], "p.toml")

    tables = sorted(goldens.glob("exchange/*.npy"))
    yield Format("npy", [file.read_bytes() for file in tables],
                 ["eval", "--dataset", "DIR/D", "--embeddings", "FILE"], "a.npy", around=pictured)
    tables = sorted(goldens.glob("exchange/*.safetensors"))
    yield Format("safetensors", [file.read_bytes() for file in tables],
                 ["eval", "--dataset", "DIR/D", "--embeddings", "FILE"], "a.safetensors", around=pictured)
    model = ["eval", "--dataset", "DIR/D", "--model", "DIR"]
    for name in ("vit", "vit-quick-half"):
        weights = next(file for file in (goldens / "towers" / name).glob("open_clip*") if file.suffix != ".json")
        yield Format(f"weights of {name}", [weights.read_bytes()], model, weights.name, around=tower(name))
        config = goldens / "towers" / name / "open_clip_config.json"
        yield Format(f"configuration of {name}", [config.read_bytes()], model, config.name, around=tower(name))
    for name in ("config.json", "preprocessor_config.json"):
        yield Format(name, [(goldens / "towers/hugging-face" / name).read_bytes()], model, name,
                     around=tower("hugging-face"))
    for name in ("vocab.json", "merges.txt"):
        yield Format(name, [(goldens / "towers/vit" / name).read_bytes()[:6000]],
                     ["tokenize", "a photo of a cat", "--model", "DIR"], name, around=tower("vit"))

    def without_vocabulary(folder):
        tower("vit")(folder)
        for name in ("vocab.json", "merges.txt"):
            (folder / name).unlink()

    tokenizer = (goldens / "tokenizer/small-json/tokenizer.json").read_bytes()
    yield Format("tokenizer.json", [tokenizer, tokenizer[-2000:]], ["tokenize", "a photo of a cat", "--model", "DIR"],
                 "tokenizer.json", around=without_vocabulary)
    pickles = sorted(goldens.glob("torch/*.pt")) + sorted(goldens.glob("torch/hostile/*.pt"))
    yield Format("torch", [file.read_bytes() for file in pickles], ["eval", "--dataset", "DIR/D", "--model", "FILE"],
                 "a.pt", around=pictured)
    for family in sorted(goldens.glob("families/*")):
        around = tower(family.name, "families")
        for name, kind in (("config.json", "configuration"), ("open_clip_config.json", "configuration"),
                           ("model.safetensors", "weights"), ("open_clip_model.safetensors", "weights"),
                           ("tokenizer.json", "tokenizer"), ("spiece.model", "tokenizer"), ("vocab.txt", "tokenizer")):
            file = family / name
            if file.exists():
                yield Format(f"{kind} of {family.name}", [file.read_bytes()], model, name, around=around)
    parquet = sorted(goldens.glob("parquet/*.parquet"))
    yield Format("parquet", [file.read_bytes() for file in parquet], ["eval", "--dataset", "FILE"], "a.parquet")
    mat = goldens / "matlab"
    yield Format("svhn", [(mat / "svhn/test_32x32.mat").read_bytes()], ["eval", "--dataset", "FILE"], "test_32x32.mat")
    cars = [(mat / "cars/cars_annos.mat").read_bytes(), (mat / "cars/devkit/cars_train_annos.mat").read_bytes()]
    yield Format("cars", cars, ["eval", "--dataset", "DIR/D"], "D/cars_annos.mat", around=pictured)
    batch = goldens / "cifar/cifar-10-batches-py"
    others = lambda folder: shutil.copytree(batch, folder / batch.name)
    for name in ("batches.meta", "test_batch"):
        yield Format(f"cifar {name}", [(batch / name).read_bytes()], ["eval", "--dataset", "DIR"],
                     f"{batch.name}/{name}", around=others)
    yield from databases(root, program, scratch, pictured)


def tars(photo):
    """As ustar, GNU and POSIX write them, with what goes with an image."""
    for form in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=form) as archive:
            long = "" if form == tarfile.USTAR_FORMAT else "very-long-folder/" * 12
            for name, data in (("a.jpg", photo), ("a.cls", b"1"), (f"{long}b.jpg", photo),
                               (f"{long}b.json", json.dumps({"label": "x", "n": 3}).encode())):
                member = tarfile.TarInfo(name)
                member.size = len(data)
                if form == tarfile.PAX_FORMAT:
                    member.pax_headers = {"size": str(len(data)), "comment": "x"}
                archive.addfile(member, io.BytesIO(data))
        yield out.getvalue()


def archives(photo, ending):
    """Class folders with a list, stored and deflated; members of gzip one and two."""
    files = {"pets/cat/1.jpg": photo, "pets/owl/2.jpg": photo, "pets/labels.txt": b"cat/1.jpg cat\nowl/2.jpg owl\n"}
    if ending == "zip":
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w", method) as archive:
                for name, data in files.items():
                    archive.writestr(name, data)
            yield out.getvalue()
        return
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    data = out.getvalue()
    yield gzip.compress(data, mtime=0)
    yield gzip.compress(data[:5000], mtime=0) + gzip.compress(data[5000:], 0, mtime=0)


def databases(root, program, scratch, pictured):
    """Files that the program keeps itself: a saved run, the cache and the history."""
    home = scratch / "home"
    home.mkdir()
    pictured(home)
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "CLIPSCOPE_HOME": str(root)}
    subprocess.run([program, "eval", "--dataset", home / "D", "--run", home / "run.json"], env=environment, check=True,
                   capture_output=True)
    for file in home.rglob("*.sqlite"):
        base = sqlite3.connect(file)
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        base.execute("PRAGMA journal_mode = DELETE")
        base.close()

    def kept(folder):
        shutil.copytree(home, folder, dirs_exist_ok=True)

    yield Format("run", [(home / "run.json").read_bytes()],
                 ["compare", "--dataset", "DIR/D", "--a", "imagenet-7", "--b", "FILE"], "run.json", around=kept)
    for file in sorted(home.rglob("*.sqlite")):
        name = str(file.relative_to(home))
        command = ["history"] if "state" in name else ["eval", "--dataset", "DIR/D"]
        yield Format(file.name, [file.read_bytes()], command, name, around=kept)
