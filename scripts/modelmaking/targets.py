"""The shared embedding space: where each ImageNet class, each noun and each photo ought to lie.

A class has two parts: its row of the published classifier (what it looks like) and the WordNet nodes above it
(what it is). A noun lies at the weighted mean of the classes below it and below its ancestors. A photo lies at
the mean of the classes by the published classifier's own probabilities, plus its feature seen by the rows.
A noun that no class shows borrows from its nearest ancestor; one dimension, empty in every photo, takes up what
is unsure about it, so that a borrowed place does not win over a noun that is really known.
"""
import torch
import torch.nn.functional as F

from open_clip import IMAGENET_CLASSNAMES

from .ingredients import class_offsets, classifier_network
from .looks import LOOKS as LOOKS_LIKE

DIMENSIONS = 512            # the last one is "not to be seen": photos have nothing there
LOOKS = 500                 # singular vectors of the classifier that are kept
MEANING = 0.5               # weight of the WordNet part
DECAY, LEVELS, BROADEST = 0.35, 5, 400
LINEAR = 0.7                # weight of the feature itself in a photo's place
LOOKED = 0.95               # a look-alike is never as sure as the class itself
BORROWED, VARIED = 0.85, 0.05   # a noun is seen less surely, the farther it borrows and the more its classes differ


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
        turn[-1] = 0
        self.places = both @ turn.T                                                # [1000, 512]
        self.turn_looks = turn[:, :LOOKS]                                          # [512, 500]
        self.looked = set()
        for offset, classes in self._looks():
            if offset not in self.below:
                self.looked.add(offset)
            self.below.setdefault(offset, set()).update(classes)

    def _leaves_below(self):
        below = {}
        for index, leaf in enumerate(self.classes):
            for offset in [leaf, *self.wordnet.ancestors(leaf)]:
                below.setdefault(offset, set()).add(index)
        return below

    def _looks(self):
        """(offset, classes that look like it) of the nouns in looks.py; what WordNet lacks goes to self.unlisted."""
        row = {name: index for index, name in reversed(list(enumerate(IMAGENET_CLASSNAMES)))}
        self.unlisted = {}
        for key, names in LOOKS_LIKE.items():
            noun, _, sense = key.rpartition(".") if key[-1].isdigit() else (key, ".", "1")
            classes = [row[name] for name in names.split(", ")]
            if noun in self.wordnet.senses and sense != "0":
                yield self.wordnet.senses[noun][int(sense) - 1], classes
            else:
                self.unlisted[noun] = F.normalize(F.normalize(self.places[classes], dim=1).mean(0), dim=0)

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

    def seen_place(self, offset):
        """[512] unit, where the synset's classes lie; None when it has no class and no ancestor of use."""
        mix = self.mixture(offset)
        if mix is None:
            broad = next((self.below[o] for o in self.wordnet.ancestors(offset) if o in self.below), None)
            if broad is None:
                return None
            mix = torch.zeros(len(self.classes))
            mix[sorted(broad)] = 1
        return F.normalize(mix @ self.places, dim=0)

    def sureness(self, offset):
        """1 for a single class; less when the synset borrows from above or its classes look unlike each other."""
        layer, borrowed = [offset], 0
        while borrowed < 3 and not any(o in self.below for o in layer):
            layer, borrowed = [p for o in layer for p in self.wordnet[o].parents], borrowed + 1
        covered = self.covered(offset)
        alike = 0.2
        if covered:
            alike = F.normalize(self.places[sorted(covered[0])], dim=1).mean(0).norm().item()
        return BORROWED ** borrowed * alike ** VARIED * (LOOKED if offset in self.looked else 1)

    def place_of(self, seen, sureness):
        """[512] unit: what is not sure goes into the dimension that no photo has."""
        place = sureness * F.normalize(seen, dim=0)
        place[-1] = max(0.0, 1 - sureness ** 2) ** 0.5
        return place

    def photo_place(self, features, mean):
        """[photos, 1280] pooled features -> [photos, 512] unit rows; what the head learns to give."""
        likely = F.softmax(features @ self.weight.T + self.bias, 1)
        seen = F.normalize((features - mean) @ self.looks.T, dim=1)
        return F.normalize(F.normalize(likely @ self.places, dim=1) + LINEAR * seen @ self.turn_looks.T, dim=1)
