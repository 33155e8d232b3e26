import Foundation
import Testing

@testable import Model

private let goldens = ColumnGoldens.folder

/// Arrow files of datasets and pyarrow: the same eight photos as in a plain folder.
@Suite struct ArrowTests {
    private let expected: ColumnGoldens
    let folder: ScratchFolder

    init() throws {
        expected = try ColumnGoldens()
        folder = try ScratchFolder()
    }

    @Test(arguments: ["stream", "file", "wide", "legacy"]) func aFileOfPyarrowIsThePlainFolder(name: String) throws {
        let dataset = try Dataset(contentsOf: goldens.appending(path: "\(name).arrow"))
        #expect(dataset.images.map(\.path) == expected.names)
        #expect(try dataset.classes("label") == expected.words)
        try expected.expectPhotos(dataset)
        #expect(dataset.notes.contains { $0.contains("the labels are its column label") })
    }

    @Test(arguments: ["saved", "cache"]) func aSavedDatasetAndACacheHaveSplitsAndClassNames(name: String) throws {
        try expected.expectParts(Dataset(contentsOf: goldens.appending(path: name)))
    }

    @Test func aSavedDatasetWithoutPartsHasNoSplits() throws {
        let dataset = try Dataset(contentsOf: goldens.appending(path: "saved-alone"))
        #expect(dataset.splits.isEmpty)
        #expect(try dataset.classes("label") == expected.words)
        try expected.expectPhotos(dataset)
    }

    @Test(arguments: ["area", "is_dark"]) func numbersAndTruthValuesAreThoseOfParquet(column: String) throws {
        let parquet = try Dataset(
            contentsOf: goldens.appending(path: "arrow-none-v1-plain.parquet"), labelColumn: column)
        for name in ["stream", "wide"] {
            let arrow = try Dataset(contentsOf: goldens.appending(path: "\(name).arrow"), labelColumn: column)
            #expect(arrow.labelColumns[0] == parquet.labelColumns[0])
        }
    }

    @Test(arguments: [
        ("lz4.arrow", "is packed by LZ4"), ("zstd.arrow", "is packed by zstd"), ("cut.arrow", "is cut short"),
    ])
    func whatIsNotReadIsNamed(name: String, reason: String) throws {
        let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: goldens.appending(path: name)) }
        #expect("\(try #require(error))".contains("\(name): \(reason)"))
    }

    @Test func anotherFileOfThatNameIsNoArrow() throws {
        try folder.write("a.arrow", Data("something else altogether".utf8))
        let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file("a.arrow")) }
        #expect("\(try #require(error))".contains("is no Arrow file"))
    }

    @Test(arguments: ["stream.arrow", "file.arrow", "saved-alone/data-00000-of-00001.arrow"])
    func noByteMakesItTrap(name: String) throws {
        let whole = try Data(contentsOf: goldens.appending(path: name))
        var random = SplitMix64(seed: 1)
        for place in stride(from: 0, to: whole.count, by: 5) {
            var broken = whole
            broken[place] = UInt8.random(in: 0...255, using: &random)
            try broken.write(to: folder.file("broken.arrow"))
            guard let dataset = try? Dataset(contentsOf: folder.file("broken.arrow")) else { continue }
            for image in dataset.images { _ = try? image.source.contentHash() }
        }
    }
}
