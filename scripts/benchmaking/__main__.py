"""scripts/bench: clipscope beside torch (open_clip, transformers) and onnxruntime, in turn, on the same threads."""
import argparse
import json
import logging
import os
import sys
import tomllib
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import torch

from modelmaking.photos import read_table

from . import checkpoints, edits, growth, images, machine, memory, page, starts, texts
from .program import Program
from .turns import Progress

SECTIONS = {"a": images, "b": texts, "c": edits, "d": memory, "e": starts, "g": growth}
HELP = "a images a second, b class weights, c an edited template, d memory, e start, g how a to c grow"


class Setting:
    """What is to be measured, and with what."""

    def __init__(self, given):
        self.quick, self.threads, self.repeats = given.quick, given.threads, given.repeats
        self.share = given.repeats / 3
        self.budget = 12 if given.quick else 25      # seconds that a side may take in all its turns
        self.cache = given.cache
        self.models = {name: model for name, model in checkpoints.models(given.cache).items() if name in given.models}
        self.program = Program(given.program)
        self.photos = read_table(checkpoints.ROOT / "sample-data/photos/labels.csv")

    def images(self, model):
        return model.few if self.quick else model.images

    def classes(self, known, count):
        """The first classes of a known data set; fewer than all of them each once."""
        file = checkpoints.ROOT / f"sample-data/datasets/{known}.toml"
        names = tomllib.loads(file.read_text(encoding="utf-8"))["classes"]
        return names if count == len(names) and known != "imagenet" else list(dict.fromkeys(names))[:count]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    known = list(checkpoints.models(Path()))
    parser.add_argument("--quick", action="store_true",
                        help="fewer models, images, repeats and rows, and without g: some three minutes")
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="a,b,...", help=HELP)
    parser.add_argument("--models", default=known, type=lambda text: text.split(","), metavar="NAME,...",
                        help=", ".join(known))
    parser.add_argument("--threads", default=[len(os.sched_getaffinity(0))], metavar="N,...",
                        type=lambda text: [int(part) for part in text.split(",")],
                        help="of both sides; all but the first table take the last (default: one a core)")
    parser.add_argument("--repeats", type=int, help="turns of each side (default: 3, with --quick 2)")
    parser.add_argument("--json", action="store_true", help="print JSON, and leave docs/benchmarks.md as it is")
    parser.add_argument("--program", required=True, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--cache", required=True, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.only = given.only or [section for section in SECTIONS if section != "g" or not given.quick]
    given.repeats = given.repeats or (2 if given.quick else 3)
    for option, values, all_of_them in (("--only", given.only, SECTIONS), ("--models", given.models, known)):
        if unknown := [value for value in values if value not in all_of_them]:
            parser.error(f"{option}: unknown {', '.join(unknown)}; known {', '.join(all_of_them)}")
    return given


def main():
    given = arguments()
    logging.disable(logging.WARNING)
    setting = Setting(given)
    measured = [name for name, model in setting.models.items() if setting.images(model)]
    checkpoints.prepare(measured if {"a", "g"} & set(given.only) else [], given.cache)
    jobs = [job for section in given.only for job in SECTIONS[section].jobs(setting)]
    progress, rows = Progress(jobs), []
    for number, job in enumerate(jobs):
        progress.begin(number)
        rows += job.run()
    told = machine.described(setting.program, given)
    if given.json:
        print(json.dumps({"machine": told, "rows": rows}, indent=1))
        return
    tables = page.tables(rows, told)
    print("\n".join(tables.values()))
    page.write(tables)


# Of this process alone: what it starts has the threads that it is told.
os.environ.pop("OMP_NUM_THREADS", None)
try:
    torch.set_num_threads(1)
    main()
except KeyboardInterrupt:
    sys.exit("scripts/bench: interrupted; docs/benchmarks.md is as it was")
