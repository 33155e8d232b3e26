"""Captions and where they should lead: templates, kinds, wrong kinds, lists, glosses, style words."""
import re

import numpy as np
from open_clip import OPENAI_IMAGENET_TEMPLATES

PUBLISHED = [template("{}") for template in OPENAI_IMAGENET_TEMPLATES]
PRACTISED, HELD_BACK = PUBLISHED[0::2], PUBLISHED[1::2]
PLAIN = ["{}", "{}.", "a {}", "a {}.", "the {}.", "a photo of a {}.", "a photo of a {}", "a photo of the {}.",
         "a picture of a {}.", "an image of a {}.", "photo of {}.", "this is a {}.", "one {}", "a photo of one {}.",
         "there is a {} in the photo.", "a {} on a white background.", "a photo of a {} in the wild.",
         "there is a {} in the picture.", "a photo of a {} in the background.", "a {} in the middle of the picture.",
         "i see a {} here.", "a photo of my {} at home.", "a photo of a {} in the street."]
ALONE = ["{}", "{}", "{}.", "a {}", "a photo of a {}."]
# A place that says nothing about what is there; {place} is any of PLACES.
SOMEWHERE = ["a {} in the {place}.", "a photo of a {} in the {place}.", "a {} near the {place}", "the {} in a {place}.",
             "there is a {} in the {place}.", "a photo of a {} behind the {place}."]
PLACES = ("room garden kitchen yard street park forest field house city hall studio museum shop distance center middle "
          "background foreground morning sun shade light snow rain").split()
MANY = ["{}", "some {}.", "a photo of {}.", "a photo of many {}.", "a photo of two {}.", "a group of {}."]
KINDS = ["{}, a type of {}.", "{}, a type of {}", "{}, a kind of {}.", "{} ({})", "{}, which is a {}."]
LISTS = ["{} or {}", "{} or {}", "{} and {}", "{}, {} or {}", "{}, {}, {}", "{}/{}"]
NEUTRAL = ("big small large little old new young nice beautiful typical common single red green blue brown white "
           "yellow black wild wooden real colorful").split()
# how often a caption is of any name of any noun, and else of any class; how often such a name stands alone, which is
# cheap to read; how often a name is written as in a file's name
EVERY_NAME, EVERY_CLASS, BY_ITSELF, TYPED = 0.55, 0.25, 0.6, 0.05
# how often a name that is practised for itself is a plural while the tower is trained; the tokenizer has plurals of its own
PLURALS = 0.3
# the words for a style that has an offset; the first of each line is its key in styles.STYLES
STYLE_WORDS = {
    "pixelated": ["a pixelated photo of a {}.", "a pixelated {}", "pixelated {}."],
    "jpeg corrupted": ["a jpeg corrupted photo of a {}.", "a jpeg corrupted {}", "a badly compressed photo of a {}."],
    "low resolution": ["a low resolution photo of a {}.", "a low resolution photo of the {}.", "low resolution {}"],
    "blurry": ["a blurry photo of a {}.", "a blurry {}.", "a blurry picture of the {}."],
    "sketch": ["a sketch of a {}.", "a pencil sketch of the {}.", "sketch of {}"],
    "black and white": ["a black and white photo of a {}.", "a black and white photo of the {}.", "black and white {}"],
    "cropped": ["a cropped photo of a {}.", "a cropped photo of the {}.", "a close-up photo of a {}."],
    "dark": ["a dark photo of a {}.", "a dark photo of the {}.", "a dark {}"],
    "bright": ["a bright photo of a {}.", "a bright photo of the {}.", "a bright {}"],
}


def style_of(template):
    """The style whose word stands in the template, or None."""
    words = template.replace("close-up", "cropped")
    return next((style for style in STYLE_WORDS if style in words), None)


def unit(vector):
    return vector / (np.linalg.norm(vector) + 1e-9)


class Captions:
    """An endless, seeded stream of (text, target, concept)."""

    def __init__(self, vocabulary, offsets, seed, plurals=0.0):
        self.vocabulary, self.offsets, self.plurals = vocabulary, offsets, plurals
        self.random = np.random.default_rng(seed)
        self.targets = vocabulary.targets.numpy()
        self.concepts = vocabulary.concepts
        weights = np.array([concept.weight for concept in self.concepts])
        self.cumulative = np.cumsum(weights / weights.sum())
        broad = [(i, c.weight) for i, c in enumerate(self.concepts) if c.broad >= 3 and c.weight > 4]
        self.kinds = [i for i, _ in broad]
        self.kinds_cumulative = np.cumsum([w for _, w in broad]) / sum(w for _, w in broad)
        self.plural = vocabulary.wordnet.plural
        self.phrases = vocabulary.phrases
        self.senses = {}

        self.pairs = [(i, name.lower()) for i, c in enumerate(self.concepts) for name in c.names]
        self.known = [i for i, c in enumerate(self.concepts) if c.offset in vocabulary.classes]
        self.names = sorted(vocabulary.unlisted)

    def sample(self):
        """(text, target, the concept it is mostly of)"""
        roll = self.random.random()
        if roll < EVERY_NAME:
            concept, name = self._pick(self.pairs)
            return *self._of_itself(concept, name), concept
        if roll < EVERY_NAME + (1 - EVERY_NAME) * EVERY_CLASS:
            concept = self._pick(self.known)
            return *self._of_itself(concept, self._name(concept)), concept
        concept = self._concept()
        return *self._varied(concept), concept

    def _of_itself(self, concept, name):
        target = self._mix(self._senses(name, concept))
        if self.plurals and self.random.random() < self.plurals:
            return self._pick(MANY).format(self.plural(name)), target
        if self.random.random() < BY_ITSELF:
            return self._fill(self._pick(ALONE), self._typed(name)), target
        return self._plain(name, target)

    def _varied(self, concept):
        roll = self.random.random()
        if roll < 0.05:
            return self._list(concept)
        if roll < 0.08:
            return self._gloss(concept)
        if roll < 0.10:
            return self._pair(concept)
        if roll < 0.12:
            phrase = self._pick(list(self.phrases))
            return self._plain(phrase, self.phrases[phrase].numpy())
        if roll < 0.17:
            name = self._pick(self.names)
            return self._plain(name, self.vocabulary.unlisted[name].numpy())
        name = self._name(concept)
        senses = self._senses(name, concept)
        if self.random.random() < (0.45 if len(senses) > 1 else 0.14):
            return self._kind(concept, name)
        return self._plain(name, self._mix(senses))

    def _concept(self):
        return min(int(np.searchsorted(self.cumulative, self.random.random())), len(self.concepts) - 1)

    def _pick(self, things):
        return things[int(self.random.random() * len(things))]

    def _name(self, concept):
        names = self.concepts[concept].names
        return (names[0] if self.random.random() < 0.55 else self._pick(names)).lower()

    def _senses(self, name, concept):
        if name not in self.senses:
            self.senses[name] = self.vocabulary.visible_senses(name)
        return self.senses[name] or [(concept, 1.0)]

    def _mix(self, senses):
        return unit(sum(weight * self.targets[i] for i, weight in senses))

    def _plain(self, name, target):
        name = self._typed(name)
        roll = self.random.random()
        if roll < 0.10:
            style = self._pick(list(STYLE_WORDS))
            return self._fill(self._pick(STYLE_WORDS[style]), name), unit(target + self.offsets[style])
        if roll < 0.38:
            template = self._pick(PRACTISED)
            style = style_of(template)
            return self._fill(template, name), unit(target + self.offsets[style]) if style else target
        if roll < 0.50:
            return self._pick(MANY).format(self.plural(name)), target
        if roll < 0.56:
            name = f"{self._pick(NEUTRAL)} {name}"
        if 0.56 <= roll < 0.68:
            return self._fill(self._pick(SOMEWHERE).replace("{place}", self._pick(PLACES)), name), target
        return self._fill(self._pick(PLAIN), name), target

    def _typed(self, name):
        return name.replace(" ", self._pick("_-")) if self.random.random() < TYPED else name

    def _fill(self, template, *words):
        text = template.format(*words)
        if self.random.random() < 0.5:
            text = re.sub(r"\ba ([aeiou])", r"an \1", text)
        return text.rstrip(".") if self.random.random() < 0.15 else text

    def _kind(self, concept, name):
        """The right kind picks the sense; a wrong one pulls towards itself."""
        offset = self.concepts[concept].offset
        above = self.vocabulary.above[offset][:8]
        wrong = not above or self.random.random() < 0.22
        if wrong:
            kind = self.kinds[min(int(np.searchsorted(self.kinds_cumulative, self.random.random())),
                                  len(self.kinds) - 1)]
        else:
            chances = np.array([self.concepts[self.vocabulary.place[o]].weight for o in above])
            kind = self.vocabulary.place[above[self.random.choice(len(above), p=chances / chances.sum())]]
        everyone = self.vocabulary.wordnet.senses.get(name, []) or [offset]
        under = self.concepts[kind].offset
        fitting = [self.vocabulary.place[o] for o in everyone
                   if o in self.vocabulary.place and under in self.vocabulary.above[o]]
        if not fitting and not wrong:
            fitting = [concept]
        if fitting:
            weights = dict(self._senses(name, concept))
            target = self._mix([(i, weights.get(i, 0.05)) for i in fitting])
        else:
            target = unit(0.5 * self._mix(self._senses(name, concept)) + 0.5 * self.targets[kind])
        shape = self._pick(KINDS).format(name, self.concepts[kind].names[0].lower())
        if self.random.random() < 0.6:
            shape = self._fill(self._pick(PLAIN[:8] + PRACTISED[:6]).rstrip("."), shape)
        return shape, target

    def _list(self, concept):
        shape = self._pick(LISTS)
        chosen = [concept]
        parents = self.vocabulary.wordnet[self.concepts[concept].offset].parents
        near = [self.vocabulary.place[c] for p in parents for c in self.vocabulary.wordnet[p].children
                if c in self.vocabulary.place]
        while len(chosen) < shape.count("{}"):
            chosen.append(self._pick(near) if near and self.random.random() < 0.5 else self._concept())
        names = [self._name(c) for c in chosen]
        if self.random.random() < 0.2:
            names = [self.plural(name) for name in names]
        target = unit(sum(self._mix(self._senses(n, c)) for n, c in zip(names, chosen)))
        return self._fill(self._pick(PLAIN), shape.format(*names)), target

    def _gloss(self, concept):
        gloss = self.vocabulary.wordnet[self.concepts[concept].offset].gloss
        gloss = re.sub(r'\([^)]*\)|"[^"]*"', "", gloss).split(";")[0].strip().lower()
        text = " ".join(gloss.split()[:14])
        if self.random.random() < 0.4:
            text = f"{self._name(concept)}: {text}"
        return text, self.targets[concept]

    def _pair(self, concept):
        """Two nouns in a row: the second says what it is, the first colours it."""
        other = self._concept()
        first, second = self._name(other), self._name(concept)
        target = unit(0.75 * self._mix(self._senses(second, concept)) + 0.25 * self._mix(self._senses(first, other)))
        return self._fill(self._pick(PLAIN), f"{first} {second}"), target
