"""Trains the text tower: each caption is led to its target; the image side never moves."""
import math
import time

import torch
import torch.nn.functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from .captions import Captions
from .progress import Progress

BATCH, CHUNK = 128, 16              # captions a step; batches cut together, so that equal lengths meet
RATE, DECAY, WARM = 1.2e-3, 0.02, 200
SOFT, TEMPERATURE = 0.25, 0.05
SAVE_EVERY = 1000


def encode(model, ids):
    """open_clip's encode_text without the padding: ids [captions, longest] -> [captions, 512]."""
    length = ids.shape[1]
    x = model.token_embedding(ids) + model.positional_embedding[:length]          # [captions, longest, width]
    x = model.transformer(x, attn_mask=model.attn_mask[:length, :length])
    ends = x[torch.arange(len(ids)), ids.argmax(1)]                                # [captions, width]
    return model.ln_final(ends) @ model.text_projection


def batches(captions, tokenizer, context):
    """Endless (ids [128, longest], targets [128, 512]) with captions of about one length in a batch."""
    while True:
        drawn = [captions.sample() for _ in range(BATCH * CHUNK)]
        rows = tokenizer([text for text, _ in drawn], truncation=True, max_length=context)["input_ids"]
        jitter = captions.random.random(len(rows))
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]) + jitter[i])
        groups = [order[i:i + BATCH] for i in range(0, len(order), BATCH)]
        for at in captions.random.permutation(len(groups)):
            group = groups[at]
            longest = max(len(rows[i]) for i in group)
            ids = torch.full((BATCH, longest), tokenizer.eos_token_id)
            for line, i in enumerate(group):
                ids[line, :len(rows[i])] = torch.tensor(rows[i])
            yield ids, torch.stack([torch.as_tensor(drawn[i][1], dtype=torch.float32) for i in group])


def loss_of(found, targets):
    """(1 - cosine) and, among the batch's targets, the soft cross-entropy of whom the caption resembles."""
    found, targets = F.normalize(found, dim=1), F.normalize(targets, dim=1)
    near = F.softmax(targets @ targets.T / TEMPERATURE, 1)
    likeness = F.log_softmax(found @ targets.T / TEMPERATURE, 1)
    cosine = (found * targets).sum(1).mean()
    cross = (near * (near.clamp_min(1e-9).log() - likeness)).sum(1).mean()
    return 1 - cosine + SOFT * cross, cosine


def train(model, vocabulary, offsets, tokenizer, context, steps, keep, seed=0):
    """Trains the text side of the open_clip model in place, saves it to `keep` on the way, and tells what it took."""
    torch.manual_seed(seed)
    text = [p for n, p in model.named_parameters() if not n.startswith("visual.") and n != "logit_scale"]
    groups = [{"params": [p for p in text if p.dim() > 1], "weight_decay": DECAY},
              {"params": [p for p in text if p.dim() <= 1], "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98), eps=1e-6, fused=True)
    stream = batches(Captions(vocabulary, offsets, seed), tokenizer, context)
    progress, tokens, smooth, started = Progress("text tower", steps, "steps"), 0, 0.0, time.time()
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = RATE * rate_at(step, steps)
        ids, targets = next(stream)
        # Plain attention is twice as fast as the fused kernel on captions of ten tokens.
        with sdpa_kernel(SDPBackend.MATH):
            with torch.autocast("cpu", torch.bfloat16):
                found = encode(model, ids)
            loss, cosine = loss_of(found.float(), targets)
            optimiser.zero_grad()
            loss.backward()
        torch.nn.utils.clip_grad_norm_(text, 1.0)
        optimiser.step()
        if (step + 1) % SAVE_EVERY == 0:
            torch.save(model.state_dict(), keep)
        tokens += int((ids != tokenizer.eos_token_id).sum()) + len(ids)
        smooth = cosine.item() if step == 0 else 0.99 * smooth + 0.01 * cosine.item()
        progress.step(note=f"cosine {smooth:.3f}, {tokens / (time.time() - started):.0f} tokens/s")
    return {"steps": steps, "tokens": tokens, "seconds": round(time.time() - started), "cosine": round(smooth, 4)}


def rate_at(step, total):
    if step < WARM:
        return (step + 1) / WARM
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - WARM) / max(1, total - WARM)))
