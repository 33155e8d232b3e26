#!/usr/bin/env python3
"""Embeds a dataset in parts with Ray, on this machine or on a cluster, and joins them.

    embed_ray.py DATASET OUT [--parts N] [--cpus C] [--address auto] [-- OPTIONS of clipscope embed]

Without --address Ray is started here; --address auto, or ray://HOST:10001, uses a cluster that runs. Every node sees the
dataset, the program and the folder of OUT under the same paths. OUT ends in .safetensors or .npy. Parts lie in OUT.parts/; one that is there
already is not made again, and one whose node is lost is made on another. Needs ray from PyPI; see docs/scale.md.
"""
import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import ray


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
    own, options = sys.argv[1:], []
    if "--" in own:
        place = own.index("--")
        own, options = own[:place], own[place + 1:]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset")
    parser.add_argument("out", type=Path)
    parser.add_argument("--parts", type=int, help="how many (default: four a task that runs at a time)")
    parser.add_argument("--cpus", type=int, default=1, help="cores, and threads, of a task (default: 1)")
    parser.add_argument("--address", help="of a cluster (default: Ray is started here)")
    parser.add_argument("--program", default=os.environ.get("CLIPSCOPE") or shutil.which("clipscope"))
    arguments = parser.parse_args(own)
    if not arguments.program:
        parser.error("no clipscope on the PATH; --program or CLIPSCOPE names it")
    if arguments.out.suffix not in (".safetensors", ".npy"):
        parser.error(f"{arguments.out}: the join is .safetensors or .npy")

    ray.init(address=arguments.address, include_dashboard=False, log_to_driver=False,
             logging_level="warning")
    slots = max(1, int(ray.cluster_resources().get("CPU", 1)) // arguments.cpus)
    count = arguments.parts or 4 * slots
    folder = arguments.out.with_name(arguments.out.name + ".parts").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    parts = [folder / f"{number}-of-{count}.safetensors" for number in range(1, count + 1)]
    task = ray.remote(num_cpus=arguments.cpus, max_retries=3)(embed)
    dataset = os.path.abspath(arguments.dataset) if os.path.exists(arguments.dataset) else arguments.dataset
    waiting = [task.remote(os.path.abspath(arguments.program), dataset, part, f"{number}/{count}", arguments.cpus,
                           options) for number, part in enumerate(parts, 1)]
    try:
        while waiting:
            (ready,), waiting = ray.wait(waiting, num_returns=1)
            shard, told = ray.get(ready)
            print(f"{shard}: {told}", file=sys.stderr, flush=True)
    except ray.exceptions.RayTaskError as error:
        sys.exit(f"embed_ray.py: {error.cause}")
    subprocess.run([arguments.program, "embed", "--merge", arguments.out, *parts], check=True)


main()
