import Foundation
import Testing

@testable import Model

private let library = Home(folder: repository).knownDatasets

/// The 27 data sets of table 9 in Radford et al. 2021, and how many classes each has; 0 where no names are kept.
private let published = [
    "food101": 101, "cifar10": 10, "cifar100": 100, "birdsnap": 500, "sun397": 397, "cars": 196, "aircraft": 100,
    "voc2007": 20, "dtd": 47, "pets": 37, "caltech101": 102, "flowers": 102, "mnist": 10, "fer2013": 7, "stl10": 10,
    "eurosat": 10, "resisc45": 45, "gtsrb": 43, "kitti": 4, "country211": 211, "pcam": 2, "ucf101": 101,
    "kinetics700": 0, "clevr": 8, "hateful-memes": 2, "sst2": 2, "imagenet": 1000,
]

@Test(arguments: published.sorted { $0.key < $1.key })
func everyPublishedDataSetIsThere(name: String, classes: Int) throws {
    let known = try library.named(name)
    #expect(known.classes.count == classes)
    #expect(!known.promptSet(for: []).active.isEmpty)
    #expect(known.promptSet(for: []).entries.allSatisfy { $0.template.hasPlaceholder })
    let labels = known.folders.isEmpty ? known.classes : known.folders
    #expect(known.classes(of: labels) == Array(known.classes.indices), "every folder means its own class")
}

@Test func foldersOfADataSetAreRecognisedWhateverItIsCalled() throws {
    let folders = [
        "AnnualCrop", "Forest", "HerbaceousVegetation", "Highway", "Industrial", "Pasture", "PermanentCrop",
        "Residential", "River", "SeaLake",
    ]
    let known = try #require(try library.match(name: "satellite-tiles", labels: folders))
    #expect(known.name == "eurosat")
    let set = known.promptSet(for: folders)
    #expect(set.names(of: "SeaLake") == ["lake or sea"])
    #expect(set.active.count == 3)
}

@Test func spellingOfFoldersDoesNotMatter() throws {
    let food = try library.named("food101")
    let folders = food.classes.map { $0.uppercased().replacing(" ", with: "-") }
    #expect(try library.match(name: "lunch", labels: folders)?.name == "food101")
}

@Test func aFewSynsetsAreImageNet() throws {
    // Imagenette's ten.
    let synsets = ["n01440764", "n02102040", "n02979186", "n03000684", "n03028079", "n03394916"]
    let known = try #require(try library.match(name: "imagenette2", labels: synsets))
    #expect(known.name == "imagenet")
    #expect(known.promptSet(for: synsets).names(of: "n02979186") == ["cassette player"])
}

@Test(
    arguments: [
        ("MNIST", (0..<10).map(String.init), "3", ["3"]),
        ("flowers102", (1...102).map(String.init), "1", ["pink primrose"]),
        ("GTSRB", (0..<43).map { String(format: "%05d", $0) }, "00014", ["stop"]),
    ] as [(String, [String], String, [String])])
func numberedClassesGetTheirNamesFromTheNameOfTheDataSet(
    name: String, labels: [String], label: String, names: [String]
) throws {
    let known = try #require(try library.match(name: name, labels: labels))
    #expect(known.promptSet(for: labels).names(of: label) == names)
}

@Test(
    arguments: [
        ("holiday", ["beach", "family", "mountains"]), ("pets", ["cat", "dog"]), ("numbers", (0..<10).map(String.init)),
        ("reviews", ["negative", "positive"]), ("animals", ["cat", "dog", "horse", "deer", "frog"]), ("empty", []),
    ] as [(String, [String])])
func otherDatasetsAreNotTakenForKnownOnes(name: String, labels: [String]) throws {
    #expect(try library.match(name: name, labels: labels) == nil)
}

@Test func classesWithSeveralPublishedNamesKeepThem() throws {
    let labels = ["angry", "disgust", "fear", "happy", "neutral", "sad", "surprise"]
    let known = try #require(try library.match(name: "faces", labels: labels))
    #expect(known.promptSet(for: labels).names(of: "surprise") == ["surprised", "shocked", "spooked"])
    #expect(known.promptSet(for: labels).classNames["angry"] == nil, "a label that is the name needs no entry")
}

@Test func aDataSetThatIsNotKnownIsRefusedWithTheKnownOnes() {
    #expect(throws: KnownDatasetLibrary.Failure.unknown("nosuch", known: library.names)) {
        try library.named("nosuch")
    }
}
