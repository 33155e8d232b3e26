"""clipscope against timm + open_clip: the same photos from their files, the same prompts, the same threads.

The two run alternately, so that a machine that warms up or gets busy does so for both.
"""
import json
import os
import statistics
import subprocess
import sys
import time

import open_clip
import torch
from PIL import Image

from .zeroshot import Classifier

BATCH = 4


def measure(program, model, photos, threads, repeats):
    """[{what, unit, count, threads, reference, clipscope, ratio}]; seconds are medians."""
    classifier = Classifier(model)
    names = sorted({photo.coarse for photo in photos})
    prompts = len(names) * len(open_clip.OPENAI_IMAGENET_TEMPLATES)
    images = [("image embeddings", "images", len(photos), number,
               lambda number=number: embed(classifier, photos, number), ["images", "--threads", str(number)])
              for number in threads]
    text = ("class weights", "prompts", prompts, 1, lambda: weights(classifier, names),
            ["text", "--template-set", "imagenet-80"])
    rows = []
    for what, unit, count, number, reference, arguments in [*images, text]:
        seconds = {"reference": [], "clipscope": []}
        for turn in range(repeats):
            print(f"scripts/bench: {what}, {number} threads, {turn + 1} of {repeats}", file=sys.stderr)
            seconds["reference"].append(timed(reference))
            seconds["clipscope"].append(clipscope(program, model, arguments, number, count))
        medians = {who: statistics.median(values) for who, values in seconds.items()}
        rows.append({"what": what, "unit": unit, "count": count, "threads": number, "repeats": repeats, **medians,
                     "ratio": medians["reference"] / medians["clipscope"]})
    return rows


def timed(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@torch.inference_mode()
def embed(classifier, photos, threads):
    """Files to unit embeddings, four at a time: on CPUs larger batches, or workers beside each other, are slower."""
    torch.set_num_threads(threads)
    for start in range(0, len(photos), BATCH):
        pixels = [classifier.preprocess(Image.open(photo.path)) for photo in photos[start:start + BATCH]]
        classifier.model.encode_image(torch.stack(pixels), normalize=True)


def weights(classifier, names):
    torch.set_num_threads(1)
    return open_clip.build_zero_shot_classifier(
        classifier.model, classifier.tokenizer, names, open_clip.OPENAI_IMAGENET_TEMPLATES, num_classes_per_batch=10)


def clipscope(program, model, arguments, threads, count):
    """The seconds that `clipscope bench` measures itself: no start of a process, no loading, no cache."""
    command = [program, "bench", *arguments, "--repeats", "1", "--json", "--model", model]
    limits = {"OPENBLAS_NUM_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | limits)
    if done.returncode:
        sys.exit(f"scripts/bench: {' '.join(map(str, command))} failed: {done.stderr.strip()}")
    found = json.loads(done.stdout)
    if found["count"] != count:
        sys.exit(f"scripts/bench: clipscope handled {found['count']} {found['unit']}, expected {count}")
    return found["seconds"]


def show(rows, as_json):
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    print("| what | threads | timm + open_clip | clipscope | ratio |\n|---|---|---|---|---|")
    for row in rows:
        def told(who):
            return f"{row['count'] / row[who]:.1f} {row['unit']}/s ({row[who]:.2f} s)"
        print(f"| {row['count']} {row['what'] if row['unit'] == 'images' else row['unit'] + ', ' + row['what']} | "
              f"{row['threads']} | {told('reference')} | {told('clipscope')} | {row['ratio']:.2f} |")
