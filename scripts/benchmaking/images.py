"""(a) Images to embeddings: from their files, and from tensors that are decoded and resized already."""
import sys
import time

import onnxruntime
import torch
from PIL import Image

from modelmaking.zeroshot import Classifier

from .checkpoints import onnx_files
from .turns import Job, Side, alternate, timed

BATCHES = (1, 4, 16)


class Towers:
    """The reference's image tower, by torch and by onnxruntime, on so many threads."""

    def __init__(self, name, model, cache, threads, with_int8):
        self.classifier = Classifier(model.folder)
        self.threads = threads
        torch.set_num_threads(threads)
        whole, small = onnx_files(name, model, cache)
        self.engines = {"torch": self.by_torch, "ort": self.by_onnxruntime(whole)}
        if with_int8 and small:
            self.engines["ort8"] = self.by_onnxruntime(small)
        self.batches = {}

    @torch.inference_mode()
    def by_torch(self, batch):
        self.classifier.model.encode_image(batch, normalize=True)

    def by_onnxruntime(self, file):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        return lambda batch: session.run(None, {"images": batch.numpy()})

    def tensors(self, photos):
        return torch.stack([self.classifier.preprocess(Image.open(photo)) for photo in photos])

    def choose_batches(self, tensors):
        """For each engine the size with the most images a second."""
        torch.set_num_threads(self.threads)
        for name, engine in self.engines.items():
            rates = {}
            for size in BATCHES:
                if size <= len(tensors):
                    engine(tensors[:size])
                    started = time.perf_counter()
                    engine(tensors[:size])
                    rates[size] = size / (time.perf_counter() - started)
            self.batches[name] = max(rates, key=rates.get)
        told = ", ".join(f"{name} {size}" for name, size in self.batches.items())
        print(f"scripts/bench:   images a batch: {told}", file=sys.stderr, flush=True)

    def of_tensors(self, name, tensors):
        def work():
            torch.set_num_threads(self.threads)
            for start in range(0, len(tensors), self.batches[name]):
                self.engines[name](tensors[start:start + self.batches[name]])
        return timed(work)

    def of_files(self, name, photos):
        def work():
            torch.set_num_threads(self.threads)
            for start in range(0, len(photos), self.batches[name]):
                self.engines[name](self.tensors(photos[start:start + self.batches[name]]))
        return timed(work)


def jobs(setting):
    guesses = {"embedded": 40, "ViT-B-32": 45, "ViT-B-16": 45, "ViT-L-14-336": 110, "RN50": 40}
    for name, model in setting.models.items():
        if setting.images(model):
            for threads in setting.threads:
                yield Job("a", f"{model.name}, {setting.images(model)} images, {threads} threads",
                          guesses[name] * setting.share + 6, lambda name=name, model=model, threads=threads:
                          rows(setting, name, model, threads))


def rows(setting, name, model, threads, count=None, sources=("files", "tensors"), with_int8=True, repeats=None):
    photos = setting.photos[:: max(1, len(setting.photos) // (count or setting.images(model)))]
    photos = [photo.path for photo in photos][:count or setting.images(model)]
    towers = Towers(name, model, setting.cache, threads, with_int8 and not setting.quick)
    tensors = towers.tensors(photos)
    towers.choose_batches(tensors)
    program, number = setting.program, len(photos)

    def clipscope(source, int8):
        subject = {"files": "images", "tensors": "tensors"}[source]
        return Side("clipscope8" if int8 else "clipscope", lambda: program.seconds(
            subject, model.folder, threads, "--images", number, int8=int8), number)

    for source in sources:
        sides = [Side(engine, towers.of_files(engine, photos) if source == "files"
                      else towers.of_tensors(engine, tensors), number)
                 for engine in towers.engines if source == "tensors" or engine != "ort8"]
        sides.append(clipscope(source, False))
        if program.has_int8 and model.is_vit and with_int8:
            sides.append(clipscope(source, True))
        title = f"{model.name}, {source}"
        yield {"section": "a", "model": model.name, "what": source, "threads": threads, "unit": "images",
               "batches": towers.batches, "sides": alternate(title, sides, repeats or setting.repeats, setting.budget)}
