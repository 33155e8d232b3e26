"""clipscope's side: `clipscope bench` times itself, so that neither the start of a process nor loading is in a figure."""
import json
import os
import subprocess
import sys


class Program:
    def __init__(self, path):
        self.path = path
        def told(*arguments):
            return subprocess.run([path, *arguments], check=True, capture_output=True, text=True).stdout.strip()
        self.has_int8 = "--precision" in told("bench", "--help")
        self.version = "clipscope " + told("--version")
        self.refused = set()

    def bench(self, subject, model, threads, *arguments, repeats=1, int8=False):
        """What it prints as JSON; None where it has no int8 for the model, which is told once."""
        command = [self.path, "bench", subject, "--model", model, "--threads", threads, "--repeats", repeats, "--json",
                   *arguments, *(["--precision", "int8"] if int8 else [])]
        done = self.run(command, threads)
        if done.returncode == 0:
            return json.loads(done.stdout)
        told = f"scripts/bench: {' '.join(map(str, command))[:300]}: {done.stderr.strip()}"
        if not int8:
            sys.exit(told)
        if (subject, model) not in self.refused:
            self.refused.add((subject, model))
            print(told, file=sys.stderr)
        return None

    def seconds(self, *arguments, **options):
        found = self.bench(*arguments, **options)
        return found and found["seconds"]

    def run(self, command, threads):
        cores = sorted(os.sched_getaffinity(0))[:threads]
        return subprocess.run([str(part) for part in command], capture_output=True, text=True,
                              preexec_fn=lambda: os.sched_setaffinity(0, cores))
