"""What torch and open_clip make of a locked-image training: Tests/ModelTests/Goldens/training.

The towers are those of Goldens/towers (vit: GELU, f32; vit-quick-half: QuickGELU, f16), in f32. training.json has for each
the batches (ids of the captions of each pair, group and number of its image), the loss and the gradient's length of the first
batch and the losses of twenty steps of AdamW with warm-up, cosine and clipping; the .safetensors the image embeddings and the
gradient of the first batch by every parameter (of the tokens' table only the rows that are not zero). Groups and images that
repeat share the target; where none does, the loss is checked against open_clip's ClipLoss and SigLipLoss here."""
import json
import math
from pathlib import Path

from modelmaking import shim  # noqa: F401  before open_clip
import open_clip
import torch
import torch.nn.functional as F
from open_clip.loss import ClipLoss, SigLipLoss
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
TOWERS = ROOT / "Tests/ModelTests/Goldens/towers"
FOLDER = ROOT / "Tests/ModelTests/Goldens/training"
CONTEXT, TOKENS, DIMENSION, IMAGES, BATCH, STEPS = 16, 1024, 40, 24, 12, 20
RATE, WARM_UP, DECAY, CLIP = 1e-3, 5, 0.2, 1.0


def captions(random, count):
    """Of several lengths; start and end of text as the towers have them."""
    lengths = torch.randint(0, CONTEXT - 1, (count,), generator=random).tolist()
    lengths[:2] = [0, CONTEXT - 2]
    return [[TOKENS - 2, *torch.randint(1, TOKENS - 2, (length,), generator=random).tolist(), TOKENS - 1]
            for length in lengths]


def batches(random, own, distinct):
    made = []
    for _ in range(STEPS):
        images = torch.randperm(IMAGES, generator=random)[:BATCH].tolist()
        groups = torch.randperm(len(own), generator=random)[:BATCH].tolist()
        if not distinct:
            # Captions that repeat, and an image with two captions.
            groups[1], groups[2], groups[5] = groups[0], groups[0], groups[4]
            images[7] = images[6]
        made.append({"images": images, "groups": groups, "captions": [own[group] for group in groups]})
    return made


def encode(model, lists):
    ids = torch.zeros((len(lists), CONTEXT), dtype=torch.long)
    for row, own in enumerate(lists):
        ids[row, :len(own)] = torch.tensor(own)
    return F.normalize(model.encode_text(ids), dim=-1)


def loss_of(model, batch, images, bias):
    texts = encode(model, batch["captions"])
    scale = model.logit_scale.exp()
    logits = scale * images[batch["images"]] @ texts.T
    groups, numbers = torch.tensor(batch["groups"]), torch.tensor(batch["images"])
    alike = (groups[:, None] == groups) | (numbers[:, None] == numbers)
    if bias is not None:
        signs = alike.float() * 2 - 1
        loss = -F.logsigmoid(signs * (logits + bias)).sum() / len(groups)
        theirs = SigLipLoss()(images[numbers], texts, scale, bias)
    else:
        share = alike.float() / alike.sum(1, keepdim=True)
        loss = (F.cross_entropy(logits, share) + F.cross_entropy(logits.T, share)) / 2
        theirs = ClipLoss()(images[numbers], texts, scale)
    if alike.sum() == len(groups):
        assert abs(float(loss - theirs)) < 1e-5, (float(loss), float(theirs))
    return loss


def rate(step):
    if step < WARM_UP:
        return RATE * (step + 1) / WARM_UP
    return 0.5 * RATE * (1 + math.cos(math.pi * (step - WARM_UP) / (STEPS - WARM_UP)))


def golden(name, seed, sigmoid=False, distinct=False, projection=False):
    random = torch.Generator().manual_seed(seed)
    folder = TOWERS / name.split(" ")[0]
    model, _ = open_clip.create_model_from_pretrained(f"local-dir:{folder}")
    model = model.float().eval()
    model.logit_scale.data.fill_(math.log(20.0))
    bias = torch.nn.Parameter(torch.tensor(-2.0)) if sigmoid else None
    for key, value in model.named_parameters():
        locked = key.startswith("visual.") or (projection and key not in ("text_projection", "logit_scale"))
        value.requires_grad_(not locked)
    trained = {key: value for key, value in model.named_parameters() if value.requires_grad}
    if bias is not None:
        trained["logit_bias"] = bias
    images = F.normalize(torch.randn((IMAGES, DIMENSION), generator=random), dim=1)
    made = batches(random, captions(random, 16), distinct)
    optimiser = torch.optim.AdamW(
        [{"params": [v for v in trained.values() if v.ndim < 2], "weight_decay": 0.0},
         {"params": [v for v in trained.values() if v.ndim >= 2], "weight_decay": DECAY}],
        lr=RATE, betas=(0.9, 0.98), eps=1e-6)
    losses, tensors, first = [], {"images": images}, 0.0
    for step, batch in enumerate(made):
        for group in optimiser.param_groups:
            group["lr"] = rate(step)
        optimiser.zero_grad()
        loss = loss_of(model, batch, images, bias)
        loss.backward()
        losses.append(float(loss))
        if step == 0:
            for key, value in trained.items():
                grad = value.grad
                if key == "token_embedding.weight":
                    rows = grad.abs().sum(1).nonzero()[:, 0]
                    tensors["token_rows"] = rows.float()
                    grad = grad[rows]
                tensors[key] = grad.clone().contiguous()
        norm = float(torch.nn.utils.clip_grad_norm_(list(trained.values()), CLIP))
        first = first or norm
        optimiser.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, math.log(100))
    file = name.replace(" ", "-")
    save_file(tensors, FOLDER / f"{file}.safetensors")
    return {
        "tower": folder.name, "file": f"{file}.safetensors", "sigmoid": sigmoid, "projection": projection,
        "rate": RATE, "warm_up": WARM_UP, "decay": DECAY, "clip": CLIP, "norm": first, "losses": losses,
        "batches": made,
    }


def main():
    torch.set_num_threads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    value = [
        golden("vit", 31), golden("vit-quick-half", 32), golden("vit distinct", 33, distinct=True),
        golden("vit projection", 34, projection=True), golden("vit sigmoid", 35, sigmoid=True),
        golden("vit-quick-half sigmoid distinct", 36, sigmoid=True, distinct=True),
    ]
    (FOLDER / "training.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")


main()
