import Foundation
import Testing

@testable import Model

@Suite struct OxfordPetsTests {
    let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.addPhotos(
            "images/Abyssinian_1.jpg", "images/Abyssinian_2.jpg", "images/american_bulldog_10.jpg",
            "images/not_listed.jpg")
        try folder.write("images/Abyssinian_1.mat")
        try folder.write(
            "annotations/list.txt",
            "#Image CLASS-ID SPECIES BREED ID\n#ID: 1:37 class ids\nAbyssinian_1 1 1 1\nAbyssinian_2 1 1 1\n"
                + "american_bulldog_10 2 2 1\n")
        try folder.write("annotations/trainval.txt", "Abyssinian_2 1 1 1\n")
        try folder.write("annotations/test.txt", "american_bulldog_10 2 2 1\n")
    }

    @Test func breedAndSpeciesAreLabelColumnsAndTheListsAreSplits() throws {
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(
            dataset.images.map(\.path) == [
                "images/Abyssinian_1.jpg", "images/Abyssinian_2.jpg", "images/american_bulldog_10.jpg",
            ])
        #expect(dataset.images.map(\.split) == [nil, "trainval", "test"])
        #expect(
            dataset.labelColumns == [
                .init(name: "breed", classes: ["Abyssinian", "american bulldog"], labels: [0, 0, 1]),
                .init(name: "species", classes: ["cat", "dog"], labels: [0, 0, 1]),
            ])
        #expect(try dataset.images.allSatisfy { try $0.source.picture().width > 0 })
        let species = try Dataset(contentsOf: folder.url, labelColumn: "species")
        #expect(species.labelColumns.map(\.name) == ["species", "breed"])
    }

    @Test func missingImagesAreAWarning() throws {
        try folder.write("annotations/test.txt", "american_bulldog_10 2 2 1\nshiba_inu_7 3 2 2\n")
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(dataset.images.count == 3)
        #expect(dataset.warnings == ["\(dataset.name): 1 of 4 images do not exist and are left out"])
    }

    @Test(arguments: ["Abyssinian_1 1 3 1", "Abyssinian_1 1", "Abyssinian_1 1 cat 1"])
    func aLineThatIsNoneIsToldByItsNumber(line: String) throws {
        try folder.write("annotations/list.txt", "# comment\n\n\(line)\n")
        #expect(
            refusal(folder.url, in: folder)
                == "annotations/list.txt: line 3: expected a name, a class, a species of 1 or 2 and a breed")
    }
}
