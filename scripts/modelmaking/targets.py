"""The shared embedding space: where each ImageNet class, each noun and each photo ought to lie.

A class has two parts: its row of the published classifier (what it looks like) and the WordNet nodes above it
(what it is). A noun lies at the weighted mean of the classes below it and below its ancestors. A photo lies at
the mean of the classes by the published classifier's own probabilities, plus its feature seen by the rows.
"""
import torch
import torch.nn.functional as F

from .ingredients import class_offsets, classifier_network

DIMENSIONS = 512
LOOKS = 500                 # singular vectors of the classifier that are kept
MEANING = 0.5               # weight of the WordNet part
DECAY, LEVELS, BROADEST = 0.35, 5, 400
LINEAR = 0.7                # weight of the feature itself in a photo's place


class Space:
    def __init__(self, wordnet, variant):
        self.wordnet = wordnet
        self.classes = class_offsets()
        self.below = self._leaves_below()
        layer = classifier_network(variant).classifier
        self.weight, self.bias = layer.weight.detach(), layer.bias.detach()
        centred = self.weight - self.weight.mean(0)
        self.looks = torch.linalg.svd(centred, full_matrices=False)[2][:LOOKS]     # [500, 1280]
        rows = F.normalize(centred @ self.looks.T, dim=1)                          # [1000, 500]
        both = torch.cat([rows, MEANING * self._meaning()], 1)                     # [1000, 500 + nodes]
        turn = torch.linalg.svd(both, full_matrices=False)[2][:DIMENSIONS]
        self.places = both @ turn.T                                                # [1000, 512]
        self.turn_looks = turn[:, :LOOKS]                                          # [512, 500]

    def _leaves_below(self):
        below = {}
        for index, leaf in enumerate(self.classes):
            for offset in [leaf, *self.wordnet.ancestors(leaf)]:
                below.setdefault(offset, set()).add(index)
        return below

    def _meaning(self):
        """[1000, nodes] unit rows: the nodes above a class, the broad ones counting less."""
        nodes = [leaves for leaves in self.below.values() if len(leaves) < len(self.classes)]
        table = torch.zeros(len(self.classes), len(nodes))
        for column, leaves in enumerate(nodes):
            table[sorted(leaves), column] = len(leaves) ** -0.5
        return F.normalize(table, dim=1)

    def covered(self, offset):
        """Sets of classes below the synset, its parents, their parents ...: those neither empty nor too broad."""
        layer, seen, found = [offset], {offset}, []
        for _ in range(12):
            leaves = set().union(*(self.below.get(o, ()) for o in layer))
            if leaves and len(leaves) <= BROADEST:
                found.append(leaves)
            layer = [p for o in layer for p in self.wordnet[o].parents if not (p in seen or seen.add(p))]
            if not layer or len(found) == LEVELS:
                break
        return found

    def mixture(self, offset):
        """[1000] how much of each class is in the synset; None when nothing near it is covered."""
        found = self.covered(offset)
        if not found:
            return None
        mix = torch.zeros(len(self.classes))
        for level, leaves in enumerate(found):
            mix[sorted(leaves)] += DECAY ** level / len(leaves)
        return mix

    def target(self, offset):
        mix = self.mixture(offset)
        return None if mix is None else F.normalize(mix @ self.places, dim=0)

    def photo_place(self, features, mean):
        """[photos, 1280] pooled features -> [photos, 512] unit rows; what the head learns to give."""
        likely = F.softmax(features @ self.weight.T + self.bias, 1)
        seen = F.normalize((features - mean) @ self.looks.T, dim=1)
        return F.normalize(F.normalize(likely @ self.places, dim=1) + LINEAR * seen @ self.turn_looks.T, dim=1)
