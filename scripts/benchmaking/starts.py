"""(e) From the start of the process: the explorer's first frame and complete screen, and a whole `clipscope eval`."""
import re
import statistics
import subprocess
import sys
import time

from .checkpoints import ROOT
from .turns import Job


def jobs(setting):
    for name in ("embedded", "ViT-B-32"):
        if name in setting.models and (name == "embedded" or not setting.quick):
            yield Job("e", f"start, {setting.models[name].name}", 27, lambda name=name: rows(setting, name))


def rows(setting, name):
    model, path = setting.models[name], setting.program.path
    chosen = [] if name == "embedded" else ["--model", model.folder]
    latency = [sys.executable, ROOT / "scripts/latency", "--starts", path, *chosen]
    told = subprocess.run(latency, check=True, capture_output=True, text=True).stdout

    def median(what):
        return float(re.search(rf"{what}.*?median +([0-9.]+) ms", told)[1]) / 1000

    parts = {"first frame": median("first frame"), "complete screen": median("complete screen")}
    seconds = []
    for _ in range(max(3, setting.repeats)):
        started = time.perf_counter()
        subprocess.run([path, "eval", "--json", *chosen], check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
    parts["clipscope eval"] = statistics.median(seconds)
    inside = setting.program.bench("start", model.folder, setting.threads[-1], repeats=5)
    steps = {part["name"]: part["seconds"] for part in inside["parts"]}
    yield {"section": "e", "model": model.name, "what": "start", "parts": parts, "steps": steps,
           "threads": setting.threads[-1]}
