#!/usr/bin/env python3
"""Embeds tar shards or Parquet files that lie elsewhere: in a bucket, or behind a command. Each is fetched to a node's own disk,
embedded there and removed, so that no node holds more than its tasks need.

    embed_ray_remote.py 's3://bucket/shards/{000..999}.tar' OUT.npy [--cpus C] [--address auto] [-- OPTIONS of clipscope embed]
    embed_ray_remote.py 'pipe:curl -sf https://host/shards/{000..999}.tar' OUT.npy

A name with a scheme (s3://, gs://, file://) or a path is read by Ray Data's read_binary_files, which takes the credentials that
pyarrow finds; a shard passes through its memory whole. pipe: COMMAND is WebDataset's: what the command writes is the shard; a status other than 0 is a failure, and the
task is tried again. Braces count up. OUT.npy gets one row an image, OUT.npy.files.txt their names, SHARD/NAME. Parts lie in
OUT.npy.parts/, which every node sees; one that is there is not made again. Needs ray[data] from PyPI; see docs/scale.md.
"""
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import ray

import recipe


def expanded(pattern):
    """'a{00..02}.tar' -> a00.tar, a01.tar, a02.tar; '{a,b}' too."""
    found = re.search(r"\{(\d+)\.\.(\d+)\}|\{([^{}]*,[^{}]*)\}", pattern)
    if not found:
        return [pattern]
    first, last, words = found.groups()
    inner = words.split(",") if words else [
        str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
    return list(itertools.chain.from_iterable(
        expanded(pattern[:found.start()] + word + pattern[found.end():]) for word in inner))


def name_of(shard):
    """What its images are called after: the last path in it, without the ending. -> (name, ending)"""
    path = next((word for word in reversed(re.split(r"[\s'\"]+", shard)) if re.search(r"\.(tar|parquet)$", word)), None)
    if path is None:
        sys.exit(f"embed_ray_remote.py: {shard}: no name that ends in .tar or .parquet")
    return os.path.splitext(os.path.basename(path))


def fetch(shard, content, file):
    """-> nothing; the shard in a file, from its bytes or from what its command writes"""
    if content is not None:
        file.write_bytes(content)
        return
    with open(file, "wb") as out:
        done = subprocess.run(shard.removeprefix("pipe:"), shell=True, stdout=out, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise RuntimeError(f"{shard}: status {done.returncode}: {done.stderr.strip()}")


def embed(program, shard, content, part, cpus, options):
    """Makes one part, unless it is there. -> (shard, what the program said)"""
    if part.exists():
        return shard, "was there"
    with tempfile.TemporaryDirectory() as folder:
        name, ending = name_of(shard)
        file, made = Path(folder) / (name + ending), Path(folder) / "part.npy"
        fetch(shard, content, file)
        done = subprocess.run(
            [program, "embed", "--dataset", file, "--out", made, "--threads", str(cpus), "--no-cache", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        # Images that cannot be read leave a part with fewer rows and status 1.
        if not made.exists():
            raise RuntimeError(f"{shard}: {done.stderr.strip()}")
        # The names first: a part whose rows are there is whole.
        for ending in (".files.txt", ""):
            partial = part.with_name(part.name + ending + ".partial")
            shutil.copyfile(str(made) + ending, partial)
            os.replace(partial, str(part) + ending)
    return shard, done.stderr.strip() or "done"


def by_commands(program, missing, cpus, options):
    task = ray.remote(num_cpus=cpus, max_retries=3, retry_exceptions=[RuntimeError])(embed)
    return recipe.finished([task.remote(program, shard, None, part, cpus, options) for shard, part in missing])


def by_readers(program, missing, cpus, options):
    """Ray Data reads a whole shard into its object store, and hands it to a task."""
    parts = {name_of(shard)[0]: part for shard, part in missing}

    def made(row):
        shard, told = embed(program, row["path"], row["bytes"], parts[name_of(row["path"])[0]], cpus, options)
        return {"shard": shard, "told": told}

    shards = ray.data.read_binary_files(
        [shard for shard, _ in missing], include_paths=True, override_num_blocks=len(missing))
    for row in shards.map(made, num_cpus=cpus).iter_rows():
        yield row["shard"], row["told"]


def join(shards, parts, out):
    """In the order of the shards; a row at a time comes from the parts, which stay on the disk."""
    arrays = [numpy.load(part, mmap_mode="r") for part in parts]
    rows = sum(len(array) for array in arrays)
    partial = out.with_name(out.name + ".partial.npy")
    whole = numpy.lib.format.open_memmap(partial, "w+", arrays[0].dtype, (rows, arrays[0].shape[1]))
    start = 0
    with open(f"{out}.files.txt", "w") as names:
        for shard, part, array in zip(shards, parts, arrays):
            whole[start:start + len(array)] = array
            start += len(array)
            names.writelines(f"{name_of(shard)[0]}/{line}" for line in open(f"{part}.files.txt"))
    whole.flush()
    os.replace(partial, out)
    print(f"{out}: {rows} images of {len(shards)} shards", file=sys.stderr)


def main():
    given, options = recipe.arguments(
        __doc__, (".npy",), ("shards", {"help": "a path, a name with a scheme, or pipe:COMMAND, with braces"}))
    shards = expanded(given.shards)
    names = [name_of(shard)[0] for shard in shards]
    if len(set(names)) < len(names):
        given.fail("two shards have one name, and so would their images")
    folder = recipe.start(given)
    parts = [folder / f"{name}.npy" for name in names]
    missing = [(shard, part) for shard, part in zip(shards, parts) if not part.exists()]
    steps = by_commands if shards[0].startswith("pipe:") else by_readers
    recipe.show(steps(given.program, missing, given.cpus, options) if missing else ())
    join(shards, parts, given.out)


if __name__ == "__main__":
    main()
