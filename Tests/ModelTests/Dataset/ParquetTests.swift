import Foundation
import Testing

@testable import Model

private let goldens = ColumnGoldens.folder

/// Parquet files of pyarrow, datasets, polars and duckdb: the same eight photos as in a plain folder.
@Suite struct ParquetTests {
    private let expected: ColumnGoldens
    let folder: ScratchFolder

    init() throws {
        expected = try ColumnGoldens()
        folder = try ScratchFolder()
    }

    private static let arrow = ["none", "snappy", "gzip", "zstd"].flatMap { codec in
        ["v1-dictionary", "v1-plain", "v2-dictionary", "v2-plain"].map { "arrow-\(codec)-\($0).parquet" }
    }

    @Test(arguments: arrow) func aFileOfPyarrowIsThePlainFolder(name: String) throws {
        let dataset = try Dataset(contentsOf: goldens.appending(path: name))
        #expect(dataset.images.map(\.path) == expected.names)
        #expect(try dataset.classes("label") == expected.words)
        #expect(dataset.labelColumns[0].classes == expected.classes)
        try expected.expectPhotos(dataset)
        #expect(dataset.notes.contains { $0.contains("the labels are its column label") })
    }

    @Test(arguments: ["polars.parquet", "duckdb.parquet"]) func bytesWithANumberAreLabelledPictures(name: String) throws
    {
        let dataset = try Dataset(contentsOf: goldens.appending(path: name))
        #expect(try dataset.classes("label") == expected.numbers)
        try expected.expectPhotos(dataset)
    }

    @Test func theHubsFolderHasSplitsAndClassNames() throws {
        let dataset = try Dataset(contentsOf: goldens.appending(path: "hub"))
        try expected.expectParts(dataset)
    }

    @Test(arguments: [
        ("no-pictures.parquet", "has no column of pictures"), ("other-brotli.parquet", "is packed by Brotli"),
        ("other-lz4.parquet", "is packed by LZ4"), ("cut.parquet", "is cut short"),
    ])
    func whatIsNotReadIsNamed(name: String, reason: String) throws {
        let error = #expect(throws: DatasetError.self) { try Dataset(contentsOf: goldens.appending(path: name)) }
        #expect("\(try #require(error))".contains("\(name): \(reason)"))
    }

    @Test func aTableBesideClassFoldersIsNoDatasetOfPictures() throws {
        try folder.write("cat/1.jpg")
        try folder.write("dog/1.jpg")
        try folder.write("dog/notes.parquet", Data(contentsOf: goldens.appending(path: "polars.parquet")))
        let dataset = try Dataset(contentsOf: folder.url)
        #expect(try dataset.classes("label") == ["cat", "dog"])
    }

    /// Each byte of the footer and of a page's header in turn says something else.
    @Test(arguments: ["arrow-snappy-v2-dictionary.parquet", "duckdb.parquet"])
    func noByteMakesItTrap(name: String) throws {
        let whole = try Data(contentsOf: goldens.appending(path: name))
        var random = SplitMix64(seed: 1)
        for place in stride(from: 0, to: whole.count, by: name.hasPrefix("duckdb") ? 7 : 29) {
            var broken = whole
            broken[place] = UInt8.random(in: 0...255, using: &random)
            try broken.write(to: folder.file("broken.parquet"))
            guard let dataset = try? Dataset(contentsOf: folder.file("broken.parquet")) else { continue }
            for image in dataset.images { _ = try? image.source.contentHash() }
        }
    }

    @Test func aFileThatChangesIsNotReadOn() throws {
        let file = folder.file("changing.parquet")
        try Data(contentsOf: goldens.appending(path: "polars.parquet")).write(to: file)
        let dataset = try Dataset(contentsOf: file)
        try Data(contentsOf: goldens.appending(path: "duckdb.parquet")).write(to: file)
        #expect(throws: ImageError.self) { try dataset.images[0].source.contentHash() }
    }
}
