import Foundation
import Testing

@testable import Model

private let goldens = repository.appending(path: "Tests/ModelTests/Goldens/exchange")

private func golden(_ name: String) -> URL { goldens.appending(path: name) }

private struct Told: Decodable {
    let rows: [[Float]]
}

/// What every table of the goldens holds.
private func rows() throws -> [[Float]] {
    try JSONDecoder().decode(Told.self, from: Data(contentsOf: golden("exchange.json"))).rows
}

private func values(_ rows: EmbeddingRows) -> [[Float]] { (0..<rows.count).map { rows[$0] } }

/// The message of the error, without the folder.
private func failure(_ name: String) -> String {
    let error = #expect(throws: (any Error).self) { try EmbeddingFile(contentsOf: golden(name)) }
    return error.map { message(of: $0).replacing(goldens.path + "/", with: "") } ?? ""
}

@Test(arguments: [
    "version-1.npy", "version-2.npy", "version-3.npy", "f2.npy", "f8.npy", "named.safetensors",
    "only-table.safetensors",
])
func tablesOfNumPyAndSafetensorsAreRead(name: String) throws {
    let file = try EmbeddingFile(contentsOf: golden(name))
    #expect((file.rows, file.dimension) == (3, 4))
    #expect(try (0..<3).map { file[$0] } == rows())
    let (normalised, isScaled) = try file.normalisedRows(file.lengths())
    #expect(!isScaled)
    #expect(try values(normalised) == rows())
}

@Test func rowsOfOtherLengthsAreScaled() throws {
    let file = try EmbeddingFile(contentsOf: golden("scaled.npy"))
    #expect(try file.lengths() == [3, 1, 0.25])
    let (normalised, isScaled) = try file.normalisedRows(file.lengths())
    #expect(isScaled)
    #expect(try values(normalised) == rows())
}

@Test func namesAndMetadataOfASafetensorsFileAreKept() throws {
    let file = try EmbeddingFile(contentsOf: golden("named.safetensors"))
    #expect(file.names == ["a.png", "b/ü.png", "c,d.png"])
    #expect(file.metadata["model"] == "ViT-B-32")
    #expect(try EmbeddingFile(contentsOf: golden("only-table.safetensors")).names == nil)
}

@Test func aTableWithoutRowsIsEmpty() throws {
    let file = try EmbeddingFile(contentsOf: golden("no-rows.npy"))
    #expect((file.rows, file.dimension) == (0, 4))
    #expect(try file.normalisedRows(file.lengths()).rows.count == 0)
}

@Test(arguments: [
    (
        "big-endian.npy",
        "values of type >f4 are big-endian, expected little-endian floats; numpy's astype(\"<f4\") converts them"
    ),
    ("integers.npy", "values of type <i8, expected floats of 16, 32 or 64 bits"),
    ("objects.npy", "values of type |O, expected floats of 16, 32 or 64 bits"),
    ("records.npy", "values of type records, expected floats of 16, 32 or 64 bits"),
    (
        "fortran.npy",
        "stored column by column (Fortran order), expected row by row; numpy's ascontiguousarray converts it"
    ),
    ("one-dimension.npy", "of shape [4], expected two dimensions, images and values"),
    ("cut.npy", "is cut short: 171 bytes for values of shape [3, 4]"),
    ("cut-head.npy", "is cut short: a head of 118 bytes in a file of 40"),
    (
        "two-tables.safetensors",
        "no tensor \"embeddings\", and not one other of two dimensions alone, found one, two"
    ),
    (
        "exchange.json",
        "embeddings are read and written as .npy or .safetensors; the name ends in neither"
    ),
])
func whatIsNoTableOfEmbeddingsIsRefusedWithItsReason(name: String, reason: String) {
    #expect(failure(name) == "\(name): \(reason)")
}

@Suite struct EmbeddingFileWritingTests {
    let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func write(_ name: String, names: [String]) throws -> URL {
        let file = folder.file(name)
        let rows = try rows()
        try EmbeddingFile.write(to: file, names: names, dimension: 4, metadata: ["model": "m"]) { rows[$0] }
        return file
    }

    @Test(arguments: ["out.npy", "out.safetensors", "OUT.NPY"])
    func whatIsWrittenReadsBack(name: String) throws {
        let names = ["a b/c.png", "\u{1B}[31m.png", "d\"e\".png"]
        let file = try EmbeddingFile(contentsOf: write(name, names: names))
        #expect(file.names == names)
        #expect(try (0..<3).map { file[$0] } == rows())
    }

    @Test func theHeadOfANumPyFileIsNumPys() throws {
        let written = try Data(contentsOf: write("out.npy", names: ["a", "b", "c"]))
        #expect(try written == Data(contentsOf: golden("version-1.npy")))
    }

    @Test func aNameWithALineBreakNeedsSafetensors() throws {
        let names = ["a", "b\nc", "d"]
        #expect(throws: EmbeddingFileError.nameWithLineBreak("b\nc", file: folder.file("out.npy"))) {
            try write("out.npy", names: names)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
        #expect(try EmbeddingFile(contentsOf: write("out.safetensors", names: names)).names == names)
    }

    @Test(arguments: [
        ("x.npy.files.txt", "a.png\nb.png\nc.png\n"), ("x.txt", "a.png\r\nb.png\r\nc.png"),
        ("x.csv", "caption,image_path\n\"one, two\",a.png\n,b.png\nx,c.png\n"), ("x.csv", "any\na.png\nb.png\nc.png\n"),
    ])
    func aListBesideTheFileNamesTheRows(list: String, text: String) throws {
        try folder.write("x.npy", Data(contentsOf: golden("f2.npy")))
        try folder.write(list, text)
        #expect(try EmbeddingFile(contentsOf: folder.file("x.npy")).names == ["a.png", "b.png", "c.png"])
    }

    @Test func aListOfAnotherLengthIsRefused() throws {
        try folder.write("x.npy", Data(contentsOf: golden("f2.npy")))
        try folder.write("x.txt", "a.png\nb.png\n")
        let file = folder.file("x.npy")
        #expect(throws: EmbeddingFileError.wrongNumberOfNames(file, names: 2, rows: 3)) {
            try EmbeddingFile(contentsOf: file)
        }
    }
}
