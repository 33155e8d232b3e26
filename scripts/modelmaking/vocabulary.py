"""The nouns the text tower learns: which synsets, by which names, and how often each is practised."""
import math
import re
from collections import Counter
from pathlib import Path

from . import shim  # noqa: F401  (first)
import torch
from open_clip import IMAGENET_CLASSNAMES

# WordNet's lexicographer files of things that can be photographed.
THINGS = {5: "animal", 6: "artifact", 13: "food", 17: "object", 20: "plant"}
# Of these only what the tagged corpora speak of.
SPARSE = {8: "body", 15: "place", 18: "person", 25: "shape", 27: "substance"}
RAREST, FLOOR = 0.08, 0.2       # a rarer sense is left out of a bare name, unless the classifier knows it


class Concept:
    def __init__(self, offset, names, target, weight, broad):
        self.offset, self.names, self.target, self.weight = offset, names, target, weight
        self.broad = broad      # how many concepts lie below


class Vocabulary:
    def __init__(self, wordnet, space):
        self.wordnet, self.space = wordnet, space
        self.glosses = gloss_words(wordnet.folder)
        class_names = dict(zip(space.classes, IMAGENET_CLASSNAMES))
        self.concepts = []
        for offset, synset in wordnet.synsets.items():
            if not self._is_thing(synset):
                continue
            target = space.target(offset)
            if target is None:
                continue
            names = [n for n in synset.lemmas if not re.search(r"\d", n)] or synset.lemmas
            if offset in class_names and class_names[offset].lower() not in map(str.lower, names):
                names = [class_names[offset], *names]
            weight = self._everyday(synset) * (3 if offset in class_names else 2 if offset in space.below else 1)
            self.concepts.append(Concept(offset, names, target, weight, len(synset.children)))
        self.place = {concept.offset: i for i, concept in enumerate(self.concepts)}
        self.targets = torch.stack([concept.target for concept in self.concepts])
        self.above = {c.offset: [o for o in wordnet.ancestors(c.offset) if o in self.place] for c in self.concepts}

    def _is_thing(self, synset):
        if synset.file in SPARSE:
            return any(self.wordnet.counts.get((n.lower(), synset.offset), 0) > 1 for n in synset.lemmas)
        return synset.file in THINGS

    def _everyday(self, synset):
        """0.4 for a name nobody uses, up to about 10: seen in the tagged corpora, used in other glosses."""
        tagged = sum(self.wordnet.counts.get((n.lower(), synset.offset), 0) for n in synset.lemmas)
        used = max(self.glosses[n.lower()] * self._share(n.lower(), synset.offset) for n in synset.lemmas)
        return 0.4 + 0.7 * math.log1p(tagged) + 0.7 * math.log1p(used)

    def _share(self, name, offset):
        senses = dict(self.sense_weights(name))
        return senses.get(offset, 0.0)

    def sense_weights(self, name):
        """[(offset, weight)] of all noun senses, commonest first."""
        senses = self.wordnet.senses.get(name, [])
        raw = [(self.wordnet.counts.get((name, o), 0) + 1) ** 0.5 * 0.85 ** place for place, o in enumerate(senses)]
        return [(o, r / sum(raw)) for o, r in zip(senses, raw)]

    def visible_senses(self, name):
        """[(concept index, weight)] of the senses that can be photographed, the rare ones left out."""
        senses = [(o, w) for o, w in self.sense_weights(name.lower()) if o in self.place]
        total = sum(w for _, w in senses)
        known = {o: max(w, FLOOR * total) if o in self.space.below else w for o, w in senses}
        senses = [(self.place[o], w) for o, w in known.items() if w >= RAREST * total]
        total = sum(w for _, w in senses)
        return [(i, w / total) for i, w in senses]


def gloss_words(folder):
    """How often each word and each pair of words stands in WordNet's glosses, plurals folded in simply."""
    counts = Counter()
    for kind in ("noun", "verb", "adj", "adv"):
        for line in open(Path(folder) / f"data.{kind}", encoding="utf-8"):
            words = re.findall(r"[a-z]+", line.partition(" | ")[2].lower())
            words = [w[:-1] if w.endswith("s") and not w.endswith("ss") else w for w in words]
            counts.update(words)
            counts.update(map(" ".join, zip(words, words[1:])))
    return counts
