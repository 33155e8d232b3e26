"""The nouns the text tower learns: which synsets, by which names, and how often each is practised."""
import math
import re
from collections import Counter
from pathlib import Path

import torch
import torch.nn.functional as F
from open_clip import IMAGENET_CLASSNAMES

# WordNet's lexicographer files of things that can be photographed.
THINGS = {5: "animal", 6: "artifact", 13: "food", 17: "object", 20: "plant"}
# Of these only what the tagged corpora speak of.
SPARSE = {8: "body", 15: "place", 18: "person", 25: "shape", 27: "substance"}
RAREST = 0.08                   # a rarer sense is left out of a bare name, unless the classifier knows it
FLOOR, PUBLISHED = 0.3, 0.7     # the least weight of a sense with classes below it, and of a class itself
SHARP = 2                       # a bare name leans to its commonest sense: weights to this power
UNLISTED = 0.9                  # how surely a name outside WordNet is seen
GLOSS = 0.8                     # how much a noun without a class leans towards its gloss
STOP = set("a an the of or and in on for to with used any several various that is by from as at which genus kind type "
           "having made be it its are can one part large small member whose".split())
# Kinds that people name and WordNet does not have above their members: (kind, what has members of it).
KINDS_BESIDE = [("pet", "domestic animal"), ("pet", "domestic cat"), ("pet", "hamster"), ("pet", "rabbit"),
                ("pet", "parrot"), ("flower", "herb"), ("flower", "shrub"), ("flower", "vine"),
                ("flower", "bulbous plant"), ("flower", "flowering tree")]
# Names of ranks in biology ("genus Apis") are Latin that nobody asks for.
RANKS = {"genus", "family", "order", "suborder", "class", "subclass", "superfamily", "subfamily", "phylum", "division"}


class Concept:
    def __init__(self, offset, names, seen, weight, broad):
        self.offset, self.names, self.seen, self.weight = offset, names, seen, weight
        self.broad = broad      # how many concepts lie below


class Vocabulary:
    def __init__(self, wordnet, space):
        self.wordnet, self.space = wordnet, space
        self.glosses = gloss_words(wordnet.folder)
        class_names = dict(zip(space.classes, IMAGENET_CLASSNAMES))
        self.classes, self.published = set(class_names), {}
        for offset, name in class_names.items():
            self.published.setdefault(name.lower(), set()).add(offset)
        self.concepts = []
        for offset, synset in wordnet.synsets.items():
            if not self._is_thing(synset) and offset not in class_names:
                continue
            seen = space.seen_place(offset)
            if seen is None:
                continue
            names = [n for n in synset.lemmas if not re.search(r"\d", n)] or synset.lemmas
            if offset in class_names and class_names[offset].lower() not in map(str.lower, names):
                names = [class_names[offset], *names]
            weight = self._everyday(synset) * (3 if offset in class_names else 2 if offset in space.below else 1)
            self.concepts.append(Concept(offset, names, seen, weight, len(synset.children)))
        self.place = {concept.offset: i for i, concept in enumerate(self.concepts)}
        self.targets = torch.stack([self._target(concept) for concept in self.concepts])
        self.above = {c.offset: self._above(c.offset) for c in self.concepts}
        self.phrases = self._phrases()
        self.unlisted = {name: space.place_of(seen, UNLISTED) for name, seen in space.unlisted.items()}

    def _above(self, offset):
        above = [o for o in self.wordnet.ancestors(offset) if o in self.place]
        beside = {self.wordnet.senses[kind][0] for kind, members in KINDS_BESIDE
                  if self.wordnet.senses[members][0] in (offset, *above)}
        return sorted(beside - set(above) - {offset}) + above

    def _target(self, concept):
        """Nouns without a class of their own also lean towards the known things their gloss speaks of."""
        seen = concept.seen
        if concept.offset not in self.space.below:
            spoken = self._spoken_of(concept.offset)
            if spoken is not None:
                seen = F.normalize(seen + GLOSS * spoken, dim=0)
        return self.space.place_of(seen, self.space.sureness(concept.offset))

    def _spoken_of(self, offset):
        places = []
        for word in first_words(self.wordnet[offset].gloss, 40):
            for name in (word, word.rstrip("s")):
                senses = [(self.place[o], w) for o, w in self.sense_weights(name) if o in self.place][:2]
                senses = [(i, w) for i, w in senses if self.concepts[i].offset in self.space.below]
                if senses and word not in STOP:
                    places.append(F.normalize(sum(w * self.concepts[i].seen for i, w in senses), dim=0))
                    break
        return F.normalize(sum(places), dim=0) if places else None

    def _phrases(self, fewest=4):
        """"small mammal" -> the concepts whose gloss says so: a word just before the name of an ancestor."""
        found = {}
        for index, concept in enumerate(self.concepts):
            words = first_words(self.wordnet[concept.offset].gloss.split(";")[0], 14)
            heads = {name.lower().split()[-1] for o in self.above[concept.offset][:8]
                     for name in self.concepts[self.place[o]].names}
            for at, word in enumerate(words):
                head = word if word in heads else word.rstrip("s")
                if head in heads and at:
                    for before in words[max(0, at - 5):at]:
                        if before not in STOP or before in ("small", "large"):
                            found.setdefault(f"{before} {head}", []).append(index)
                    break
        return {phrase: F.normalize(self.targets[some].mean(0), dim=0) for phrase, some in sorted(found.items())
                if len(some) >= fewest and phrase not in self.wordnet.senses}

    def _is_thing(self, synset):
        if any(name.split()[0] in RANKS for name in synset.lemmas):
            return False
        if synset.file in SPARSE:
            return any(self.wordnet.counts.get((n.lower(), synset.offset), 0) > 1 for n in synset.lemmas)
        return synset.file in THINGS

    def _everyday(self, synset):
        """0.3 for a name nobody uses, up to about 15: seen in the tagged corpora, used in other glosses."""
        tagged = sum(self.wordnet.counts.get((n.lower(), synset.offset), 0) for n in synset.lemmas)
        used = max(self.glosses[n.lower()] * self._share(n.lower(), synset.offset) for n in synset.lemmas)
        return (0.4 + 0.7 * math.log1p(tagged) + 0.7 * math.log1p(used)) ** 1.3

    def _share(self, name, offset):
        senses = dict(self.sense_weights(name))
        return senses.get(offset, 0.0)

    def sense_weights(self, name):
        """[(offset, weight)] of all noun senses, commonest first."""
        senses = self.wordnet.senses.get(name, [])
        raw = [(self.wordnet.counts.get((name, o), 0) + 1) ** 0.5 * 0.85 ** place for place, o in enumerate(senses)]
        return [(o, r / sum(raw)) for o, r in zip(senses, raw)]

    def visible_senses(self, name):
        """[(concept index, weight)] of the senses that can be photographed, the rare ones left out.

        The published name of a class always means that class as well.
        """
        senses = {o: w for o, w in self.sense_weights(name.lower()) if o in self.place}
        total = sum(senses.values()) or 1.0
        for offset in self.published.get(name.lower(), ()):
            senses.setdefault(offset, 0.0)
        for offset, weight in senses.items():
            least = PUBLISHED if offset in self.classes else FLOOR if offset in self.space.below else 0.0
            senses[offset] = max(weight, least * total)
        senses = [(self.place[o], w ** SHARP) for o, w in senses.items() if w >= RAREST * total]
        total = sum(w for _, w in senses)
        return [(i, w / total) for i, w in senses]


def first_words(gloss, number):
    """Words of a gloss without its brackets and examples."""
    return re.findall(r"[a-z]+", re.sub(r'\([^)]*\)|".*', "", gloss).lower())[:number]


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
