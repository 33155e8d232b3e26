"""How far captions are from their targets."""
import torch.nn.functional as F


def loss_of(found, targets, crowd, share, temperature):
    """(1 - cosine) and a share of the soft cross-entropy: whom of the crowd a caption resembles, whom it should."""
    found, targets, crowd = (F.normalize(rows, dim=1) for rows in (found, targets, crowd))
    near = F.softmax(targets @ crowd.T / temperature, 1)
    likeness = F.log_softmax(found @ crowd.T / temperature, 1)
    cosine = (found * targets).sum(1).mean()
    cross = (near * (near.clamp_min(1e-9).log() - likeness)).sum(1).mean()
    return 1 - cosine + share * cross, cosine
