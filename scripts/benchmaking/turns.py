"""Sides that are measured in turn, so that a machine that warms up or gets busy does so for all of them."""
import statistics
import sys
import time
from dataclasses import dataclass
from typing import Callable

NAMES = {"torch": "torch", "ort": "onnxruntime", "ort8": "onnxruntime int8", "open_clip": "open_clip",
         "transformers": "transformers", "reference": "reference", "clipscope": "clipscope", "clipscope8": "clipscope int8"}


@dataclass
class Side:
    name: str                     # a key of NAMES
    run: Callable                 # does it once -> seconds, or {part: seconds}
    count: int = 1                # what one run handles


@dataclass
class Job:
    section: str
    title: str
    guess: float                  # seconds on a quiet machine of two cores, all turns
    run: Callable                 # -> rows, dictionaries


def timed(work):
    """A side's `run` for work of this process."""
    def run():
        started = time.perf_counter()
        work()
        return time.perf_counter() - started
    return run


def alternate(title, sides, repeats, budget):
    """{side: {"seconds": median, "times": how many, "count": ..., "parts": {...}}}

    Every side runs `repeats` times, but no more often than fits into `budget` seconds, and once at least.
    """
    found = {side.name: [] for side in sides}
    spent = {side.name: 0.0 for side in sides}
    for turn in range(repeats):
        for side in sides:
            if turn and spent[side.name] * (turn + 1) / turn > budget:
                continue
            print(f"scripts/bench:   {title}: {NAMES[side.name]}, {turn + 1} of {repeats}", file=sys.stderr, flush=True)
            started = time.perf_counter()
            found[side.name].append(side.run())
            spent[side.name] += time.perf_counter() - started
    return {side.name: figure(found[side.name], side.count) for side in sides if found[side.name][0] is not None}


def figure(times, count):
    """Of seconds, or of dictionaries of seconds."""
    if isinstance(times[0], dict):
        parts = {name: statistics.median(time[name] for time in times) for name in times[0]}
        return {"seconds": list(parts.values())[-1], "parts": parts, "times": len(times), "count": count}
    return {"seconds": statistics.median(times), "times": len(times), "count": count}


class Progress:
    """Which job runs, and about how long the rest takes: as much longer than guessed as the jobs so far were."""

    def __init__(self, jobs):
        self.jobs, self.done, self.started = jobs, 0.0, time.perf_counter()

    def begin(self, number):
        left = sum(job.guess for job in self.jobs[number:])
        pace = (time.perf_counter() - self.started) / self.done if self.done else 1.0
        print(f"scripts/bench: {number + 1} of {len(self.jobs)}: {self.jobs[number].title}, about "
              f"{left * pace / 60:.1f} minutes left", file=sys.stderr, flush=True)
        self.done += self.jobs[number].guess
