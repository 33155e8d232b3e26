"""scripts/fuzz: see there."""
import argparse
import shlex
import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from fuzzing.formats import formats
from fuzzing.running import Runner


def main():
    options = arguments()
    scratch = Path(tempfile.mkdtemp(prefix="clipscope-fuzz-"))
    try:
        sys.exit(fuzz(options, scratch))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/fuzz")
    parser.add_argument("--root", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=1, help="where the mutations begin (1)")
    parser.add_argument("--seconds", type=float, default=60, help="how long in all (60)")
    parser.add_argument("--limit", type=float, default=20, help="seconds that the program may take for a file (20)")
    parser.add_argument("--memory", type=int, default=900, help="megabytes that it may take (900)")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for what failed")
    parser.add_argument("--program", type=Path, help="the program")
    parser.add_argument("formats", nargs="*", help="these formats alone")
    options = parser.parse_args()
    if options.program is None:
        built = [options.root / ".build" / kind / "clipscope" for kind in ("release", "debug")]
        options.program = next((program for program in built if program.exists()), None)
        if options.program is None:
            parser.error("clipscope is not built: scripts/explore --version builds it")
    return options


def fuzz(options, scratch):
    runner = Runner(options.program, options.root, scratch, options.limit, options.memory)
    chosen = [form for form in formats(options.root, options.program, scratch)
              if not options.formats or form.name in options.formats]
    if not chosen:
        print("scripts/fuzz: no such format", file=sys.stderr)
        return 64
    end = time.monotonic() + options.seconds
    files = dict.fromkeys((form.name for form in chosen), 0)
    faults, turn = 0, 0
    while time.monotonic() < end:
        form = chosen[turn % len(chosen)]
        # A generator for each turn: a fault is made again by its seed and turn, whatever came before.
        random = Random(f"{options.seed} {form.name} {turn}")
        batch = [form.broken(random) for _ in range(form.batch)]
        files[form.name] += len(batch)
        if runner.fault(form, batch):
            faults += told(options, runner, form, batch, turn)
        turn += 1
    for name, count in files.items():
        print(f"{name:24} {count:7} files")
    print(f"{'all':24} {sum(files.values()):7} files, {faults} faults, seed {options.seed}, at most {runner.most} MB")
    return 1 if faults else 0


def told(options, runner, form, batch, turn):
    """Finds the files of a batch that fail alone, keeps them and says so; the whole batch where none does."""
    alone = [[data] for data in batch if runner.fault(form, [data])] if len(batch) > 1 else [batch]
    for index, files in enumerate(alone or [batch]):
        reason = runner.fault(form, files) or "not a second time"
        folder = options.keep / f"{form.name.replace(' ', '-')}-{options.seed}-{turn}-{index}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(runner.scratch / "run", folder)
        command = shlex.join(runner.command(form, folder))
        print(f"{form.name}: {' '.join(reason.split())}\n    {command}", file=sys.stderr, flush=True)
    return len(alone or [batch])


main()
