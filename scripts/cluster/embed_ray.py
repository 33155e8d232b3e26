#!/usr/bin/env python3
"""Embeds a dataset in parts with Ray, on this machine or on a cluster, and joins them.

    embed_ray.py DATASET OUT [--parts N] [--cpus C] [--address auto] [-- OPTIONS of clipscope embed]

Without --address Ray is started here; --address auto, or ray://HOST:10001, uses a cluster that runs. Every node sees the
dataset, the program and the folder of OUT under the same paths. OUT ends in .safetensors or .npy. Parts lie in OUT.parts/; one that is there
already is not made again, and one whose node is lost is made on another. Needs ray from PyPI; see docs/scale.md.
"""
import os
import subprocess

import ray

import recipe


def embed(program, dataset, part, shard, cpus, options):
    """Makes one part, unless it is there: clipscope writes whole files or none.
    -> (shard, what the program said)"""
    if part.exists():
        return shard, "was there"
    done = subprocess.run(
        [program, "embed", "--dataset", dataset, "--shard", shard, "--out", part, "--threads", str(cpus), "--no-cache",
         *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    # Images that cannot be read leave a part with fewer rows and status 1: the part is made all the same.
    if done.returncode and not part.exists():
        raise RuntimeError(f"part {shard}: {done.stderr.strip()}")
    return shard, done.stderr.strip() or "done"


def main():
    given, options = recipe.arguments(
        __doc__, (".safetensors", ".npy"), ("dataset", {}),
        ("--parts", {"type": int, "help": "how many (default: four a task that runs at a time)"}))
    folder = recipe.start(given)
    slots = max(1, int(ray.cluster_resources().get("CPU", 1)) // given.cpus)
    count = given.parts or 4 * slots
    parts = [folder / f"{number}-of-{count}.safetensors" for number in range(1, count + 1)]
    task = ray.remote(num_cpus=given.cpus, max_retries=3)(embed)
    dataset = os.path.abspath(given.dataset) if os.path.exists(given.dataset) else given.dataset
    recipe.show(recipe.finished([
        task.remote(given.program, dataset, part, f"{number}/{count}", given.cpus, options)
        for number, part in enumerate(parts, 1)]))
    subprocess.run([given.program, "embed", "--merge", given.out, *parts], check=True)


main()
