"""Trains the text tower: each caption is led to its target; the image side never moves."""
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from .captions import Captions
from .loss import loss_of
from .progress import Progress

BATCH, CHUNK = 256, 8               # captions a step; batches cut together, so that equal lengths meet
RATE, DECAY, WARM = 6e-4, 0.01, 50
CROSS, TEMPERATURE, CROWD = 0.3, 0.04, 2048     # a caption's target is to stand out among so many other nouns
AVERAGE = 0.99                      # the tower that is kept is the running mean of the weights
SAVE_EVERY = 200


def encode(model, ids):
    """open_clip's encode_text without the padding: ids [captions, longest] -> [captions, 512]."""
    length = ids.shape[1]
    x = model.token_embedding(ids) + model.positional_embedding[:length]          # [captions, longest, width]
    x = model.transformer(x, attn_mask=model.attn_mask[:length, :length])
    ends = x[torch.arange(len(ids)), ids.argmax(1)]                                # [captions, width]
    return model.ln_final(ends) @ model.text_projection


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
    """Endless (ids [256, longest], targets [256, 512]) with captions of about one length in a batch."""
    while True:
        drawn = [captions.sample() for _ in range(BATCH * CHUNK)]
        rows = tokenizer([text for text, _ in drawn], truncation=True, max_length=context)["input_ids"]
        jitter = captions.random.random(len(rows))
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]) + jitter[i])
        groups = [order[i:i + BATCH] for i in range(0, len(order), BATCH)]
        for at in captions.random.permutation(len(groups)):
            group = groups[at]
            yield (padded([rows[i] for i in group], tokenizer.eos_token_id),
                   torch.stack([torch.as_tensor(drawn[i][1], dtype=torch.float32) for i in group]))


def parameters(model):
    return {n: p for n, p in model.named_parameters() if not n.startswith("visual.") and n != "logit_scale"}


def train(model, vocabulary, offsets, tokenizer, context, steps, keep, seed=0):
    """Trains the text side of the open_clip model in place and tells what it took.

    The state is kept in `keep` on the way; a training that was cut off goes on from there with new captions.
    """
    text = parameters(model)
    groups = [{"params": [p for p in text.values() if p.dim() > 1], "weight_decay": DECAY},
              {"params": [p for p in text.values() if p.dim() <= 1], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), eps=1e-6, fused=True)
    mean = {name: p.detach().clone() for name, p in text.items()}
    first, smooth = 0, None
    if Path(keep).exists():
        state = torch.load(keep)
        first, mean, smooth = state["step"], state["mean"], state["smooth"]
        optimiser.load_state_dict(state["optimiser"])
        for name, p in text.items():
            p.data.copy_(state["text"][name])
    torch.manual_seed(seed + first)
    stream = batches(Captions(vocabulary, offsets, [seed, first]), tokenizer, context)
    progress, tokens, started = Progress("text tower", steps, "steps"), 0, time.time()
    progress.done = first
    for step in range(first, steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * rate_at(step, steps)
        ids, targets = next(stream)
        crowd = torch.cat([targets, vocabulary.targets[torch.randint(len(vocabulary.targets), (CROWD,))]])
        # Plain attention is twice as fast as the fused kernel on captions of ten tokens.
        with sdpa_kernel(SDPBackend.MATH):
            with torch.autocast("cpu", torch.bfloat16):
                found = encode(model, ids)
            loss, cosine = loss_of(found.float(), targets, crowd, CROSS, TEMPERATURE)
            optimiser.zero_grad()
            loss.backward()
        torch.nn.utils.clip_grad_norm_(text.values(), 1.0)
        optimiser.step()
        with torch.no_grad():
            part = 1 - min(AVERAGE, step / (step + 10))
            for name, p in text.items():
                mean[name].lerp_(p, part)
        tokens += int((ids != tokenizer.eos_token_id).sum()) + len(ids)
        smooth = cosine.item() if smooth is None else 0.98 * smooth + 0.02 * cosine.item()
        progress.step(note=f"cosine {smooth:.3f}, {tokens / (time.time() - started):.0f} tokens/s")
        if (step + 1) % SAVE_EVERY == 0:
            torch.save({"step": step + 1, "mean": mean, "smooth": smooth, "optimiser": optimiser.state_dict(),
                        "text": {name: p.detach() for name, p in text.items()}}, f"{keep}.new")
            Path(f"{keep}.new").replace(keep)
    with torch.no_grad():
        for name, p in text.items():
            p.copy_(mean[name])
    Path(keep).unlink(missing_ok=True)
    return {"steps": steps, "tokens": tokens, "seconds": round(time.time() - started), "cosine": round(smooth, 4)}


def rate_at(step, total):
    if step < WARM:
        return (step + 1) / WARM
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - WARM) / max(1, total - WARM)))
