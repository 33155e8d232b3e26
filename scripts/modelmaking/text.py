"""Trains the text tower: each caption is led to its target; the image side never moves."""
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from . import retrieval
from .captions import PLURALS, Captions
from .loss import loss_of, neighbours
from .progress import Progress

BATCH, CHUNK = 512, 8               # captions a step; batches cut together, so that equal lengths meet
RATE, DECAY, WARM = 1e-3, 0.01, 50
CROSS, TEMPERATURE, RIVALS = 0.2, 0.03, 16      # a caption is told apart from so many neighbours of its noun
SAVE_EVERY, LOOK_EVERY, LOOKED_AT = 200, 200, 0.03


def encode(model, ids):
    """open_clip's encode_text without the padding: ids [captions, longest] -> [captions, 512]."""
    length, ends = ids.shape[1], ids.argmax(1)
    x = model.token_embedding(ids) + model.positional_embedding[:length]          # [captions, longest, width]
    *blocks, last = model.transformer.resblocks
    for block in blocks:
        x = block(x, attn_mask=model.attn_mask[:length, :length])
    return model.ln_final(at_the_end(last, x, ends)) @ model.text_projection


def at_the_end(block, x, ends):
    """The last block where it is read, at the end of text, alone: [captions, width]."""
    rows, attention = torch.arange(len(x)), block.attn
    read = block.ln_1(x)
    weights, biases = attention.in_proj_weight, attention.in_proj_bias
    width = weights.shape[1]
    query = F.linear(read[rows, ends], weights[:width], biases[:width]).unflatten(1, (attention.num_heads, -1))
    keys, values = F.linear(read, weights[width:], biases[width:]).unflatten(2, (2, attention.num_heads, -1)).unbind(2)
    likeness = torch.einsum("chd,clhd->chl", query, keys) / query.shape[-1] ** 0.5
    after = torch.arange(x.shape[1])[None, None] > ends[:, None, None]
    shares = likeness.masked_fill(after, -torch.inf).softmax(2)
    found = x[rows, ends] + attention.out_proj(torch.einsum("chl,clhd->chd", shares, values).flatten(1))
    return found + block.mlp(block.ln_2(found))


@torch.inference_mode()
def encode_texts(model, tokenizer, context, texts):
    """[texts, 512] unit rows; texts of one length go together."""
    rows = tokenizer(texts, truncation=True, max_length=context)["input_ids"]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    found = torch.empty(len(rows), model.text_projection.shape[1])
    for at in range(0, len(order), BATCH):
        group = order[at:at + BATCH]
        ids = padded([rows[i] for i in group], tokenizer.eos_token_id)
        found[group] = F.normalize(encode(model, ids).float(), dim=1)
    return found


def padded(rows, end):
    ids = torch.full((len(rows), max(map(len, rows))), end)
    for line, row in enumerate(rows):
        ids[line, :len(row)] = torch.tensor(row)
    return ids


def batches(captions, tokenizer, context):
    """Endless (ids [512, longest], targets [512, 512], nouns [512]), captions of about one length in a batch."""
    while True:
        drawn = [captions.sample() for _ in range(BATCH * CHUNK)]
        rows = tokenizer([text for text, *_ in drawn], truncation=True, max_length=context)["input_ids"]
        targets = torch.from_numpy(np.stack([target for _, target, _ in drawn])).float()
        nouns = torch.tensor([noun for *_, noun in drawn])
        jitter = captions.random.random(len(rows))
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]) + jitter[i])
        groups = [order[i:i + BATCH] for i in range(0, len(order), BATCH)]
        for at in captions.random.permutation(len(groups)):
            group = groups[at]
            yield padded([rows[i] for i in group], tokenizer.eos_token_id), targets[group], nouns[group]


def parameters(model):
    return {n: p for n, p in model.named_parameters() if not n.startswith("visual.") and n != "logit_scale"}


def train(model, vocabulary, offsets, tokenizer, context, steps, keep, seed=0):
    """Trains the text side of the open_clip model in place and tells what it took.

    The state is kept in `keep` on the way and at the end; a training that was cut off goes on from there with new
    captions.
    """
    text = parameters(model)
    groups = [{"params": [p for p in text.values() if p.dim() > 1], "weight_decay": DECAY},
              {"params": [p for p in text.values() if p.dim() <= 1], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), eps=1e-8, fused=True)
    first, smooth = 0, None
    if Path(keep).exists():
        state = torch.load(keep)
        first, smooth = state["step"], state["smooth"]
        optimiser.load_state_dict(state["optimiser"])
        for name, p in text.items():
            p.data.copy_(state["text"][name])
    torch.manual_seed(seed + first)
    near = neighbours(vocabulary.targets, RIVALS)
    stream = batches(Captions(vocabulary, offsets, [seed, first], PLURALS), tokenizer, context)
    progress, tokens, started = Progress("text tower", steps, "steps", done=first), 0, time.time()
    for step in range(first, steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * rate_at(step, steps)
        ids, targets, nouns = next(stream)
        # Plain attention is twice as fast as the fused kernel on captions of ten tokens.
        with sdpa_kernel(SDPBackend.MATH):
            with torch.autocast("cpu", torch.bfloat16):
                found = encode(model, ids)
            loss, cosine = loss_of(found.float(), targets, vocabulary.targets[near[nouns]], CROSS, TEMPERATURE)
            optimiser.zero_grad()
            loss.backward()
        torch.nn.utils.clip_grad_norm_(text.values(), 1.0)
        optimiser.step()
        tokens += int((ids != tokenizer.eos_token_id).sum()) + len(ids)
        smooth = cosine.item() if smooth is None else 0.98 * smooth + 0.02 * cosine.item()
        progress.step(note=f"cosine {smooth:.3f}, {tokens / (time.time() - started):.0f} tokens/s")
        if (step + 1) % LOOK_EVERY == 0:
            look(model, vocabulary, tokenizer, context)
        if (step + 1) % SAVE_EVERY == 0 or step + 1 == steps:
            torch.save({"step": step + 1, "smooth": smooth, "optimiser": optimiser.state_dict(),
                        "text": {name: p.detach() for name, p in text.items()}}, f"{keep}.new")
            Path(f"{keep}.new").replace(keep)
    return {"steps": steps, "tokens": tokens, "seconds": round(time.time() - started), "cosine": round(smooth, 4)}


def look(model, vocabulary, tokenizer, context):
    """One line on the way: do names find their own places?"""
    found = retrieval.report(lambda texts: encode_texts(model, tokenizer, context, texts), vocabulary,
                             retrieval.TEMPLATES[:1], {}, LOOKED_AT, ideals=False)
    print("own targets:", *(f"{title} {'/'.join(map(str, rows[retrieval.TEMPLATES[0]].values()))};"
                            for title, rows in found.items()), file=sys.stderr, flush=True)


def rate_at(step, total):
    if step < WARM:
        return (step + 1) / WARM
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - WARM) / max(1, total - WARM)))
