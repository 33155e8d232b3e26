"""The text tower's start: the best bag of tokens, written into the transformer.

Each token gets a vector, so that the sum over a caption's tokens points to its target; names are then known before the
first step of training. The last layer's attention is set to average these vectors at the end of text, the other
layers begin as nothing. A few dimensions of a fixed size keep layer norm from scaling a token by its content.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F

from .progress import Progress

FIXED = 12                  # dimensions of a fixed size, half of them negative
FIXED_SIZE, QUIET, LOUD = 0.9, 0.02, 6.0     # LOUD: the sum stands out from what the end of text has of its own
EPOCHS, BATCH, RATE = 6, 512, 0.02


def examples(captions, tokenizer, context, number):
    """The ids of captions, a row each, and their targets [captions, 512]."""
    drawn = [captions.sample() for _ in range(number)]
    rows = tokenizer([text for text, *_ in drawn], truncation=True, max_length=context)["input_ids"]
    targets = torch.stack([torch.as_tensor(target, dtype=torch.float32) for _, target, _ in drawn])
    return [torch.tensor(row) for row in rows], targets


def basis(targets, size):
    """[512, size] the directions in which the targets differ most."""
    return torch.linalg.svd(targets, full_matrices=False)[2][:size].T.contiguous()


def bag_of_tokens(rows, targets, directions, tokens, seed):
    """[tokens, size] vectors whose sum over a row points to its target; and the mean cosine of the last epoch."""
    torch.manual_seed(seed)
    bag = nn.EmbeddingBag(tokens, directions.shape[1], mode="sum", sparse=True)
    nn.init.normal_(bag.weight, std=0.003)
    goals = targets @ directions
    steps = EPOCHS * (len(rows) // BATCH)
    optimiser = torch.optim.SparseAdam(bag.parameters(), lr=RATE)
    progress, step, told = Progress("bag of tokens", steps, "steps"), 0, 0.0
    for epoch in range(EPOCHS):
        order, total, count = torch.randperm(len(rows))[:len(rows) // BATCH * BATCH].view(-1, BATCH), 0.0, 0
        for chosen in order.tolist():
            lengths = torch.tensor([0] + [len(rows[i]) for i in chosen[:-1]])
            found, own = bag(torch.cat([rows[i] for i in chosen]), lengths.cumsum(0)), goals[chosen]
            cosine = F.cosine_similarity(found, own, dim=1).mean()
            # without a pull to length 1 the direction alone would be fitted, and rare tokens grow without end
            loss = 1 - cosine + 0.1 * (found.norm(dim=1) - 1).pow(2).mean()
            for group in optimiser.param_groups:
                group["lr"] = RATE * (1 - 0.95 * step / steps)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total, count, step = total + cosine.item(), count + 1, step + 1
            progress.step(note=f"cosine {total / count:.3f}")
        told = total / count
    return bag.weight.detach(), told


@torch.no_grad()
def write(model, vectors, directions):
    """Sets the text side of an open_clip CLIP so that it computes the bag of tokens."""
    width = model.token_embedding.weight.shape[1]
    size = directions.shape[1]
    assert size + FIXED == width
    model.token_embedding.weight.zero_()
    model.token_embedding.weight[:, :size] = vectors
    # the end of text keeps nothing of its own: it is where the others are summed
    model.token_embedding.weight[-2, :size] += vectors[-1]
    model.token_embedding.weight[-1, :size] = 0
    model.token_embedding.weight[:, size::2] = FIXED_SIZE
    model.token_embedding.weight[:, size + 1::2] = -FIXED_SIZE
    model.positional_embedding.mul_(QUIET)
    model.text_projection.zero_()
    model.text_projection[:size] = directions.T
    for block in model.transformer.resblocks:
        block.attn.out_proj.weight.zero_()
        block.mlp.c_proj.weight.zero_()
        block.mlp.c_proj.bias.zero_()
    attention = model.transformer.resblocks[-1].attn
    attention.in_proj_weight[:2 * width].mul_(QUIET)            # queries and keys: all tokens count alike
    values, out = attention.in_proj_weight[2 * width:], attention.out_proj.weight
    values.mul_(QUIET)
    spread = (FIXED * FIXED_SIZE ** 2 / width) ** 0.5            # what layer norm divides by
    for i in range(size):
        values[i, i] += LOUD * spread
        out[i, i] += LOUD
