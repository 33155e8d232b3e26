"""scripts/bench data: the explorer on datasets of 100,000 and 1,000,000 images."""
import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from . import datasets

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/benchmarks.md"
BEGIN, END = "<!-- scripts/bench data -->\n", "<!-- end -->\n"
ROWS = [
    ("edited template to the new accuracy", "edit"), ("of these the scores of all images", "scores"),
    ("edited template to the list sorted anew, most wrong first", "resort"), ("the list sorted, most wrong first", "sort"),
    ("the list filtered to the wrong ones", "filter_wrong"), ("a letter in the text filter", "filter_text"),
    ("the list filtered to likely label errors", "label_errors"), ("a letter in a search by a sentence", "search"),
    ("next wrong image", "next_wrong"), ("next image", "next"),
    ("dataset and embeddings opened, evaluated, listed", "start"),
]
MEMORY = [("memory of its own", "anonymous"), ("mapped pages of the embeddings", "file")]


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench data", description=__doc__)
    parser.add_argument("--images", type=int, nargs="+", default=[100_000, 1_000_000], help="multiples of 10,000")
    parser.add_argument("--elements", nargs="+", default=["f32", "f16"], choices=["f32", "f16"])
    parser.add_argument("--repeats", type=int, default=11, help="how often each step is measured")
    parser.add_argument("--program", required=True, type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--cache", required=True, type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def measure(program, dataset, model, repeats):
    command = [program, "bench", "data", "--dataset", dataset, "--model", model, "--template",
               datasets.TEMPLATE.replace("{}", "{label}"), "--repeats", str(repeats), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def first_screen(program, dataset, model):
    """Milliseconds from the start of the real explorer to its first frame and to the complete screen."""
    lines = subprocess.run([sys.executable, ROOT / "scripts/latency", "--starts", program, "--dataset", dataset, "--model", model],
                           check=True, capture_output=True, text=True).stdout
    return [float(re.search(rf"{name}.*median +([0-9.]+) ms", lines)[1]) for name in ("first frame", "complete screen")]


def table(results):
    def line(name, cells):
        return "| " + " | ".join([name, *cells]) + " |\n"

    def milliseconds(seconds):
        return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.1f} ms"

    text = line("", [f"{r['images']:,}, {r['element']}" for r in results]) + line("---", ["---"] * len(results))
    for name, key in ROWS:
        text += line(name, [milliseconds(r["seconds"][key]) for r in results])
    text += line("start of the explorer to its first frame", [f"{r['screens'][0]:.0f} ms" for r in results])
    text += line("start of the explorer to the complete screen", [f"{r['screens'][1]:.0f} ms" for r in results])
    for name, key in MEMORY:
        text += line(name, [f"{r['memory'][key] / 2**20:.0f} MB" for r in results])
    return text + line("top-1", [f"{100 * r['top1']:.3f} %" for r in results])


def text_model(cache):
    """ViT-B/32 with random weights: its text side costs what a trained one costs."""
    folder = cache / "ViT-B-32"
    if not (folder / "ready").exists():
        from paritymaking.checkpoints import make  # torch, open_clip and transformers
        make("ViT-B-32", cache)
    return folder


def main():
    given = arguments()
    model = text_model(given.cache / "parity")
    results = []
    for images in given.images:
        for element in given.elements:
            dataset = datasets.make(given.cache / "bench-data", images, element, given.program, model)
            result = measure(given.program, dataset, model, given.repeats)
            result |= {"element": element, "screens": first_screen(given.program, dataset, model)}
            print(json.dumps(result), file=sys.stderr, flush=True)
            results.append(result)
    text = table(results)
    load = ", ".join(f"{share:.1f}" for share in os.getloadavg())
    text += f"\nMedians of {given.repeats} on {os.cpu_count()} cores; the machine's load in the last 1, 5 and 15 minutes: {load}.\n"
    print(text)
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(before + BEGIN + text + END + rest.partition(END)[2])


main()
