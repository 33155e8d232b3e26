"""What the makers of small checkpoints share."""
import gzip

import torch


def randomise(model, random):
    """Weights of a size that keeps activations alive; of the big convolutions only the sign is random, so that the
    file is small once compressed."""
    for name, value in model.state_dict().items():
        if not value.is_floating_point() or value.dim() == 0 or name.endswith("attn_mask"):
            continue
        noise = torch.randn(value.shape, generator=random)
        if name.endswith("running_var"):
            value.copy_(0.5 + torch.rand(value.shape, generator=random))
        elif name.endswith("running_mean") or value.dim() == 1:
            value.copy_(0.1 * noise + (1.0 if name.endswith("weight") or name.endswith("gamma") else 0.0))
        elif value.dim() == 4 and value.numel() > 4096:
            value.copy_(noise.sign() * (1.4 / value[0].numel() ** 0.5))
        else:
            value.copy_(noise * (1.0 / value[0].numel() ** 0.5))


def channels_last(x):
    return x.permute(0, 2, 3, 1).contiguous()


def compress(file):
    """The same bytes on every run: no time of day in the header."""
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    file.unlink()
