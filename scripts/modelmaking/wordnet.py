"""Reads the nouns of WordNet 3.0 as Debian's wordnet-base installs them."""
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")


@dataclass
class Synset:
    offset: str
    lemmas: list            # "great_white_shark" is kept as "great white shark"
    parents: list           # offsets of hypernyms
    children: list = field(default_factory=list)
    gloss: str = ""
    file: int = 0           # lexicographer file: 5 animal, 6 artifact, 13 food, 20 plant ...

    @property
    def name(self):
        return self.lemmas[0]


class WordNet:
    def __init__(self, folder=FOLDER):
        self.folder = Path(folder)
        self.synsets = {}
        for line in open(self.folder / "data.noun", encoding="utf-8"):
            if not line.startswith("  "):
                synset = _parse(line)
                self.synsets[synset.offset] = synset
        for synset in self.synsets.values():
            for parent in synset.parents:
                self.synsets[parent].children.append(synset.offset)

    def __getitem__(self, offset):
        return self.synsets[offset]

    @cached_property
    def counts(self):
        """(lemma, offset) -> how often the sense was seen in the sense-tagged corpora."""
        keys = {}
        for line in open(self.folder / "cntlist.rev", encoding="utf-8"):
            key, number, count = line.split()
            lemma, rest = key.split("%")
            if rest.startswith("1:"):
                keys[lemma.replace("_", " "), int(number)] = int(count)
        return {(lemma, offset): keys.get((lemma, place), 0)
                for lemma, senses in self.senses.items()
                for place, offset in enumerate(senses, 1)}

    @cached_property
    def senses(self):
        """lemma (lower case) -> offsets, the commonest sense first."""
        senses = {}
        for line in open(self.folder / "index.noun", encoding="utf-8"):
            if not line.startswith("  "):
                words = line.split()
                senses[words[0].replace("_", " ")] = words[-int(words[2]):]
        return senses

    def ancestors(self, offset):
        """Offsets above, nearest first, breadth first."""
        seen, layer = [], [offset]
        while layer:
            layer = [p for o in layer for p in self.synsets[o].parents if p not in seen]
            layer = list(dict.fromkeys(layer))
            seen += layer
        return seen

    @cached_property
    def irregular_plurals(self):
        lines = (line.split() for line in open(self.folder / "noun.exc", encoding="utf-8"))
        return {words[1].replace("_", " "): words[0].replace("_", " ") for words in reversed(list(lines))}

    def plural(self, name):
        if name in self.irregular_plurals:
            return self.irregular_plurals[name]
        if re.search(r"(s|x|z|ch|sh)$", name):
            return name + "es"
        return name[:-1] + "ies" if re.search(r"[^aeiou]y$", name) else name + "s"


def _parse(line):
    data, gloss = line.split(" | ", 1)
    words = data.split()
    number = int(words[3], 16)
    lemmas = [words[4 + 2 * i].replace("_", " ") for i in range(number)]
    at = 4 + 2 * number
    parents = []
    for i in range(int(words[at])):
        kind, offset, part = words[at + 1 + 4 * i: at + 4 + 4 * i]
        if kind in ("@", "@i") and part == "n":
            parents.append(offset)
    return Synset(words[0], lemmas, parents, gloss=gloss.strip(), file=int(words[1]))
