"""What the recipes for Ray have in common: their command line, their parts, their tasks."""
import argparse
import os
import shutil
import sys
from pathlib import Path

import ray


def arguments(doc, endings, *own):
    """Reads the command line. -> (arguments, options of clipscope embed, which follow --)
    `own`: names and settings of what stands before and beside the common ones."""
    words, options = sys.argv[1:], []
    if "--" in words:
        place = words.index("--")
        words, options = words[:place], words[place + 1:]
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, settings in own:
        parser.add_argument(name, **settings)
    parser.add_argument("out", type=Path)
    parser.add_argument("--cpus", type=int, default=1, help="cores, and threads, of a task (default: 1)")
    parser.add_argument("--address", help="of a cluster (default: Ray is started here)")
    parser.add_argument("--program", default=os.environ.get("CLIPSCOPE") or shutil.which("clipscope"))
    given = parser.parse_args(words)
    if not given.program:
        parser.error("no clipscope on the PATH; --program or CLIPSCOPE names it")
    if given.out.suffix not in endings:
        parser.error(f"{given.out}: the join is {' or '.join(endings)}")
    given.program = os.path.abspath(given.program)
    given.fail = parser.error
    return given, options


def start(given):
    """Joins the cluster, or makes one here. -> the folder of the parts"""
    ray.init(address=given.address, include_dashboard=False, log_to_driver=False, logging_level="warning")
    folder = given.out.with_name(given.out.name + ".parts").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def finished(waiting):
    """What the tasks return, in the order in which they end."""
    while waiting:
        (ready,), waiting = ray.wait(waiting, num_returns=1)
        yield ray.get(ready)


def show(steps):
    """A line for each part that was made; ends the recipe where a task failed."""
    try:
        for shard, told in steps:
            print(f"{shard}: {told}", file=sys.stderr, flush=True)
    except ray.exceptions.RayTaskError as error:
        sys.exit(f"{Path(sys.argv[0]).name}: {error.cause or error}")
