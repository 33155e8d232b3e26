"""How far captions are from their targets."""
import torch
import torch.nn.functional as F

from .retrieval import SAME


def neighbours(targets, number):
    """[nouns, number] for each noun the nouns nearest to it that lie elsewhere."""
    _, where = torch.unique((targets / SAME).round(), dim=0, return_inverse=True)
    first = torch.full((int(where.max()) + 1,), len(targets))
    first = first.scatter_reduce(0, where, torch.arange(len(targets)), "amin")
    places, near = targets[first], []
    for part in places.split(512):
        near.append((part @ places.T).topk(number + 1).indices[:, 1:])      # the nearest is the place itself
    return first[torch.cat(near)][where]


def loss_of(found, targets, rivals, share, temperature):
    """(1 - cosine) and a share of the soft cross-entropy: whom a caption resembles, whom it should.

    It is compared with the batch's targets and with its own rivals [captions, rivals, 512].
    """
    found, targets = F.normalize(found, dim=1), F.normalize(targets, dim=1)
    near = F.softmax(scores(targets, targets, rivals) / temperature, 1)
    likeness = F.log_softmax(scores(found, targets, rivals) / temperature, 1)
    cosine = (found * targets).sum(1).mean()
    cross = (near * (near.clamp_min(1e-9).log() - likeness)).sum(1).mean()
    return 1 - cosine + share * cross, cosine


def scores(rows, targets, rivals):
    return torch.cat([rows @ targets.T, (rivals @ rows[:, :, None])[:, :, 0]], 1)
