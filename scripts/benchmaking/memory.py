"""(d) The most memory that an evaluation takes, of a whole process on both sides, and how long that process runs."""
import os
import shutil
import subprocess
import sys
import time

from .turns import Job, figure

PHOTOS = 48
# A process counts what its parent occupied when it was started: this one is small, and the benchmark is not.
WATCH = """import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)"""


def jobs(setting):
    for name, model in setting.models.items():
        if name == "ViT-B-32" or name == "embedded" and not setting.quick:
            yield Job("d", f"memory of an evaluation, {model.name}", 20,
                      lambda model=model: rows(setting, model))


def folder(setting):
    """Class folders with the same photos for both sides."""
    target = setting.cache / "bench-photos"
    if not (target / "ready").exists():
        for photo in setting.photos[:: len(setting.photos) // PHOTOS][:PHOTOS]:
            (target / "photos" / photo.coarse).mkdir(parents=True, exist_ok=True)
            shutil.copy(photo.path, target / "photos" / photo.coarse / photo.path.name)
        (target / "ready").touch()
    return target / "photos"


def rows(setting, model):
    threads, photos = setting.threads[-1], folder(setting)
    cores = sorted(os.sched_getaffinity(0))[:threads]

    def measured(command):
        """(bytes at the most, seconds) of a process, from its start to its end."""
        print(f"scripts/bench:   {model.name}: {command[0]}", file=sys.stderr, flush=True)
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", WATCH, *map(str, command)], capture_output=True, text=True,
                              preexec_fn=lambda: os.sched_setaffinity(0, cores))
        if done.returncode:
            sys.exit(f"scripts/bench: {' '.join(map(str, command))}: {done.stderr.strip()[-2000:]}")
        return int(done.stdout) * 1024, time.perf_counter() - started

    evaluation = ["eval", "--no-cache", "--dataset", photos, "--template", "a photo of a {label}.", "--threads", threads,
                  "--json", "--model", model.folder]
    commands = {"reference": [sys.executable, "-W", "ignore", "-m", "benchmaking.evaluation", model.folder, photos, threads],
                "clipscope": [setting.program.path, *evaluation]}
    if setting.program.has_int8:
        commands["clipscope8"] = [setting.program.path, *evaluation, "--precision", "int8"]
    found = {name: measured(command) for name, command in commands.items()}
    yield {"section": "d", "model": model.name, "what": "memory", "threads": threads, "unit": "images",
           "sides": {name: figure([seconds], PHOTOS) | {"bytes": size} for name, (size, seconds) in found.items()}}
