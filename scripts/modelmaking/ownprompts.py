"""The names in the photos' own prompt set: for each label one of a few short lists, chosen on the dev photos alone.

The lists were written before any was measured; each stands for its whole class. `scripts/model prompts` prints the
table [labels] of sample-data/photos/prompts.toml.
"""
import torch
import torch.nn.functional as F

from .zeroshot import Classifier

LISTS = {
    "Christmas item": [["Christmas decoration"], ["Christmas item", "Christmas tree", "wreath"],
                       ["Christmas item", "ornament", "Christmas dinner"]],
    "ancient ruin": [["ruin"], ["ruin", "ancient temple"], ["ruin", "pyramid", "cliff dwelling", "ancient temple"]],
    "bear or panda": [["bear", "panda"], ["bear"], ["brown bear", "polar bear", "panda"]],
    "bird": [["bird", "songbird", "water bird"], ["bird", "bird of prey", "wading bird", "poultry"]],
    "camel or giraffe": [["camel", "giraffe"], ["camel", "giraffe", "llama"]],
    "canine": [["dog", "fox"], ["dog", "wolf", "fox"], ["dog"]],
    "castle": [["castle", "fortress"]],
    "cattle": [["cow"], ["cow", "bull", "calf"], ["cattle", "ox", "yak"]],
    "church or temple": [["church", "temple"], ["church", "temple", "mosque"],
                         ["church", "cathedral", "mosque", "stupa"]],
    "crustacean or mollusk": [["crustacean", "mollusk"], ["crab", "shrimp", "snail"],
                              ["lobster", "shrimp", "shellfish"], ["shellfish", "snail"]],
    "deer or antelope": [["deer", "antelope"], ["deer", "antelope", "moose"], ["deer", "elk", "gazelle"]],
    "equine": [["horse"], ["horse", "donkey"], ["horse", "donkey", "zebra"]],
    "feline": [["cat"], ["cat", "big cat"], ["cat", "lion", "tiger", "leopard"]],
    "fish": [["fish", "sea fish"], ["fish", "tropical fish", "freshwater fish"]],
    "flower": [["flower", "blossom"], ["flower", "rose"], ["flower", "daisy"]],
    "fruit or nut": [["fruit", "nut"], ["fruit", "nut", "berry"], ["fruit", "nut", "citrus fruit"],
                     ["edible fruit", "nut", "berry"]],
    "hand tool": [["tool"], ["hand tool", "wrench", "pliers"], ["hand tool", "hammer", "saw"]],
    "household object": [["household item"], ["household object", "furniture", "container"],
                         ["household object", "household item"]],
    "insect": [["insect", "bug"], ["insect", "fly", "beetle"]],
    "kitchenware": [["kitchen utensil"], ["kitchenware", "kitchen utensil"], ["kitchenware", "cookware", "tableware"]],
    "marine mammal": [["whale", "dolphin", "seal"], ["marine mammal", "whale", "seal"]],
    "marsupial": [["kangaroo", "koala"], ["marsupial", "kangaroo"]],
    "measuring or medical instrument": [["measuring instrument", "medical instrument"],
                                        ["measuring instrument", "medical instrument", "thermometer"],
                                        ["measuring instrument", "meter", "medical instrument"]],
    "musical instrument": [["musical instrument", "stringed instrument", "percussion instrument"],
                           ["musical instrument", "guitar", "drum"]],
    "pachyderm": [["elephant"], ["elephant", "rhinoceros"], ["elephant", "rhinoceros", "hippopotamus"]],
    "palace or public building": [["palace", "public building"], ["palace", "museum"], ["building"]],
    "planet or moon": [["planet", "moon"], ["planet"], ["planet", "moon", "sphere"]],
    "primate": [["monkey"], ["monkey", "ape"]],
    "reptile or amphibian": [["reptile", "amphibian"], ["reptile", "frog"], ["lizard", "snake", "turtle", "frog"]],
    "sheep, goat or pig": [["sheep", "goat", "pig"], ["sheep", "goat", "pig", "wild boar"]],
    "small mammal": [["small mammal", "rodent"], ["rodent", "weasel"], ["rodent", "small mammal", "badger"]],
    "solar panel or solar cooker": [["solar panel", "solar cooker"], ["solar panel", "solar dish"]],
    "sports equipment": [["ball"], ["sports equipment", "ball"]],
    "statue or monument": [["statue", "monument"], ["statue", "sculpture", "monument"], ["statue"]],
    "tower": [["tower", "skyscraper"], ["tower", "minaret"]],
    "toy": [["toy", "doll"], ["toy", "teddy bear"], ["toy", "doll", "toy blocks"]],
    "tree or leafy plant": [["tree", "leafy plant"], ["tree", "plant"], ["tree", "herb", "shrub"]],
    "vegetable or mushroom": [["vegetable", "mushroom"], ["vegetable", "mushroom", "squash"],
                              ["vegetable", "root vegetable", "mushroom"]],
    "vehicle": [["vehicle", "car", "truck"], ["vehicle", "motor vehicle", "aircraft"], ["motor vehicle", "aircraft"]],
    "windmill": [["windmill", "wind turbine"], ["wind turbine"]],
}
ROUNDS = 3


def choose(folder, photos, templates):
    """{label: names} where another name than the label's own is right more often; ties go to the smaller loss."""
    classifier = Classifier(folder)
    dev = [photo for photo in photos if photo.coarse and not photo.held_out]
    labels = sorted({photo.coarse for photo in dev})
    assert set(LISTS) <= set(labels), set(LISTS) - set(labels)
    truth = torch.tensor([labels.index(photo.coarse) for photo in dev])
    images = classifier.images([photo.path for photo in dev])
    lists = [[[label], *LISTS.get(label, [])] for label in labels]
    rows = [classifier.classes(labels=[str(i) for i in range(len(own))], templates=templates,
                               called={str(i): names for i, names in enumerate(own)}) for own in lists]
    chosen = [0] * len(labels)
    for _ in range(ROUNDS):
        for at, own in enumerate(rows):
            classes = torch.stack([rows[k][chosen[k]] for k in range(len(labels))])
            marks = []
            for row in own:
                classes[at] = row
                scores = images @ classes.T
                right = (scores.argmax(1) == truth).sum().item()
                marks.append((right, -F.cross_entropy(classifier.scale * scores, truth).item()))
            chosen[at] = max(range(len(own)), key=marks.__getitem__)
    return {label: own[best] for label, own, best in zip(labels, lists, chosen) if best}


def show(names):
    print("[labels]")
    for label, own in names.items():
        print(f'"{label}" = [' + ", ".join(f'"{name}"' for name in own) + "]")
