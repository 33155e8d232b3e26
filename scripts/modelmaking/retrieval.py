"""Does the text tower say what it was meant to? Each name, in five templates, against the places of all nouns.

No photo is needed. A name counts as found when its own noun's place is the nearest, or among the nearest ten. Many
nouns share one place (those without a class borrow it from the same ancestor): a noun that lies exactly where the own
one lies is not counted against it; all others count, each noun for itself. A name of several nouns is asked for each
of them, so not even perfect vectors find all: `ceiling` has the targets themselves in place of the tower's vectors.
"""
import torch
import torch.nn.functional as F

TEMPLATES = ["a photo of a {}.", "{}", "a bad photo of the {}.", "itap of my {}.", "there is a {} in the scene."]
# how people also write a name, in the first template but where a form has its own: (template, form of the name)
FORMS = {
    "in capitals": (TEMPLATES[0], lambda wordnet, name: name.upper()),
    "with capital initials": (TEMPLATES[0], lambda wordnet, name: name.title()),
    "with underscores": (TEMPLATES[0], lambda wordnet, name: name.replace(" ", "_")),
    "with hyphens": (TEMPLATES[0], lambda wordnet, name: name.replace(" ", "-")),
    "without an article": ("a photo of {}.", lambda wordnet, name: name),
    "with the": ("a photo of the {}.", lambda wordnet, name: name),
    "a plural": ("a photo of {}.", lambda wordnet, name: wordnet.plural(name)),
    "many": ("a photo of many {}.", lambda wordnet, name: wordnet.plural(name)),
}
SAME = 1e-4                 # cosines nearer than this are equal


def questions(vocabulary):
    """title -> ([(concept, name)], the concepts asked among)"""
    concepts = vocabulary.concepts
    known = [i for i, c in enumerate(concepts) if c.offset in vocabulary.classes]
    return {
        "classes": [(i, concepts[i].names[0]) for i in known],
        "classes, synonyms": [(i, name) for i in known for name in concepts[i].names[1:]],
        "nouns": [(i, c.names[0]) for i, c in enumerate(concepts)],
        "nouns, synonyms": [(i, name) for i, c in enumerate(concepts) for name in c.names[1:]],
    }


def places_of(vectors, own, targets):
    """[texts] how many targets are nearer than the own one."""
    found = []
    for at in range(0, len(vectors), 512):
        part = vectors[at:at + 512]
        mine = (part * targets[own[at:at + 512]]).sum(1, keepdim=True)
        found.append((part @ targets.T > mine + SAME).sum(1))
    return torch.cat(found)


def ideal(vocabulary, asked):
    """The targets that the names are led to."""
    rows = []
    for concept, name in asked:
        senses = vocabulary.visible_senses(name) or [(concept, 1.0)]
        rows.append(sum(weight * vocabulary.targets[i] for i, weight in senses))
    return F.normalize(torch.stack(rows), dim=1)


def report(encode, vocabulary, templates=TEMPLATES, forms=FORMS, share=1.0, ideals=True):
    """title -> template, form or "ceiling" -> per cent: nearest of the classes, nearest and in ten of all nouns."""
    known = torch.tensor([i for i, c in enumerate(vocabulary.concepts) if c.offset in vocabulary.classes])
    place_in_known = {int(i): at for at, i in enumerate(known)}
    random = torch.Generator().manual_seed(0)
    found = {}
    for title, asked in questions(vocabulary).items():
        if share < 1 and title.startswith("nouns"):
            asked = [asked[i] for i in torch.randperm(len(asked), generator=random)[:int(share * len(asked))].tolist()]
        own = torch.tensor([concept for concept, _ in asked])
        rows = {"ceiling": ideal(vocabulary, asked)} if ideals else {}
        for template in templates if title != "nouns, synonyms" else templates[:1]:
            rows[template] = encode([template.format(name) for _, name in asked])
        for form, (template, written) in forms.items() if "synonyms" not in title else ():
            rows[form] = encode([template.format(written(vocabulary.wordnet, name)) for _, name in asked])
        found[title] = {"names": len(asked)}
        for row, vectors in rows.items():
            line = {}
            if title.startswith("classes"):
                among = torch.tensor([place_in_known[int(i)] for i in own])
                line["nearest class"] = percent(places_of(vectors, among, vocabulary.targets[known]) < 1)
            places = places_of(vectors, own, vocabulary.targets)
            line |= {"nearest noun": percent(places < 1), "in ten": percent(places < 10)}
            found[title][row] = line
    return found


def percent(right):
    return round(100 * right.float().mean().item(), 1)


def show(found):
    for title, rows in found.items():
        print(f"\nown target, {title}: {rows['names']} names")
        for row, line in rows.items():
            if row != "names":
                print(f"  {row:32s}" + "  ".join(f"{what} {value:5.1f}" for what, value in line.items()))
