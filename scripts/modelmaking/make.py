"""The whole making, from the registries' files to the finished directory."""
import hashlib
import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from transformers import CLIPTokenizer

from . import assemble, bpe, captions, features, head, retrieval, start, text
from .targets import Space
from .vocabulary import Vocabulary
from .wordnet import WordNet
from .zeroshot import Classifier, best_scale

HEAD_STEPS, TOKENIZER_CAPTIONS, START_CAPTIONS, SEED = 1500, 20_000, 200_000, 0
# The rate falls to its end in each part, and starts again lower for the next: at a sixth of its height, at a third.
TEXT_STEPS = [7_200, 9_600, 16_000]


def say(*words):
    print("scripts/model:", *words, file=sys.stderr, flush=True)


def make(variant, photos, own, cache, out, text_steps=TEXT_STEPS, head_steps=HEAD_STEPS):
    torch.manual_seed(SEED)
    cache = Path(cache)
    found = features.dev_features(variant, photos, cache)
    say("reads WordNet and places its nouns in the space of the ImageNet classes (a minute)")
    wordnet = WordNet()
    space = Space(wordnet, variant)
    vocabulary = Vocabulary(wordnet, space)
    say(f"{len(vocabulary.concepts)} nouns, {len(vocabulary.phrases)} phrases of the glosses")

    mean = head.mean_feature(found)
    offsets = head.style_offsets(lambda rows: space.photo_place(rows, mean), found)
    words = captions.Captions(vocabulary, offsets, SEED + 1)
    say("trains the tokenizer")
    vocab, merges = bpe.train(tokenizer_texts(words), assemble.VOCABULARY)
    files = cache / "tokenizer"
    bpe.save(vocab, merges, assemble.CONTEXT, files)
    tokenizer = CLIPTokenizer.from_pretrained(files)

    model, state = assemble.build(variant), kept_state(cache, files)
    if not state.exists():
        rows, targets = start.examples(words, tokenizer, assemble.CONTEXT, START_CAPTIONS)
        directions = start.basis(vocabulary.targets, assemble.WIDTH - start.FIXED)
        vectors, cosine = start.bag_of_tokens(rows, targets, directions, assemble.VOCABULARY, SEED)
        start.write(model, vectors, directions)
        say(f"the text tower starts as a bag of tokens: cosine {cosine:.3f}")
    for steps in text_steps:
        took = text.train(model, vocabulary, offsets, tokenizer, assemble.CONTEXT, steps, state, SEED)
        say("text tower:", json.dumps(took))
    encode = lambda texts: text.encode_texts(model, tokenizer, assemble.CONTEXT, texts)
    retrieval.show(retrieval.report(encode, vocabulary, retrieval.TEMPLATES[:1], {}, 0.1))

    left = head.fit(model.visual.head.mlp, space, found, mean, head_steps, SEED)
    say(f"image head: cosine {1 - left:.4f} to what it imitates")
    finish(model, variant, photos, own, files, out)


def tokenizer_texts(words):
    """Captions, and every name and its plural: a rare name is to be few tokens as well."""
    yield from (words.sample()[0] for _ in range(TOKENIZER_CAPTIONS))
    for _, name in words.pairs:
        yield from (name, name, words.plural(name))
    for name in words.names:
        yield from [name] * 20


def kept_state(cache, tokenizer_files):
    """Where the state of a training is kept, one file for each tokenizer: a second `make` goes on from there."""
    key = hashlib.sha256((tokenizer_files / "vocab.json").read_bytes()).hexdigest()[:12]
    return cache / f"text-{key}.pt"


def finish(model, variant, photos, own, files, out):
    """Chooses the scale on dev photos under their own prompts, writes the directory, compares it with the model."""
    with torch.no_grad():
        assemble.save(model, variant, files, out)
        dev = [photo for photo in photos if not photo.held_out]
        classifier = Classifier(out)
        names = sorted({photo.coarse for photo in photos if photo.coarse})
        images = classifier.images([photo.path for photo in dev])
        truth = torch.tensor([names.index(photo.coarse) for photo in dev])
        scale = best_scale(images, classifier.classes(names, *own), truth)
        model.logit_scale.fill_(math.log(scale))
        size = assemble.save(model, variant, files, out)
        say(f"logit scale {scale:.1f}: the smallest loss on the dev photos; {size / 1e6:.1f} MB in {out}")
        verify(model, Classifier(out), dev[:20])


def verify(model, classifier, photos):
    """open_clip's embeddings from the f16 directory against the model that was trained."""
    texts = [template.format(name) for name in ("mouse", "crane", "church") for template in captions.PUBLISHED]
    ours = F.normalize(text.encode(model, classifier.tokenizer(texts)), dim=1)
    reference = classifier.model.encode_text(classifier.tokenizer(texts), normalize=True)
    lowest = (ours * reference).sum(1).min().item()
    pictures = torch.stack([classifier.preprocess(features.open_rgb(photo.path)) for photo in photos])
    mine = F.normalize(model.visual(pictures), dim=1)
    theirs = classifier.model.encode_image(pictures, normalize=True)
    images = (mine * theirs).sum(1).min().item()
    say(f"open_clip agrees: cosine at least {lowest:.6f} (text), {images:.6f} (images)")
    assert min(lowest, images) > 0.9999
