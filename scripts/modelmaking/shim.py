"""Lets a CPU torch load a torchvision wheel that was built for CUDA.

Import this module before timm or open_clip. It changes nothing when the two wheels belong together.
"""
import torch

_register_fake = torch.library.register_fake


def _skip_torchvision(op, *args, **kwargs):
    if str(op).startswith("torchvision::"):
        return lambda function: function
    return _register_fake(op, *args, **kwargs)


torch.library.register_fake = _skip_torchvision
import torchvision  # noqa: E402,F401

torch.library.register_fake = _register_fake
