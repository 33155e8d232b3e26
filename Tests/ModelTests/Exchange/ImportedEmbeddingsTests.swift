import Foundation
import Testing

@testable import Model

@Suite struct ImportedEmbeddingsTests {
    let folder: ScratchFolder
    let goldens = repository.appending(path: "Tests/ModelTests/Goldens/exchange")

    init() throws {
        folder = try ScratchFolder()
        for name in ["a", "b", "c"] { try folder.write("data/\(name).png") }
    }

    private func read(
        _ golden: String, list: String? = nil, dimension: Int = 4, fingerprint: String = "f"
    ) throws -> ImportedEmbeddings {
        let file = try folder.write(
            "x." + golden.split(separator: ".").last!, Data(contentsOf: goldens.appending(path: golden)))
        if let list { try folder.write(file.lastPathComponent + ".files.txt", list) }
        return try ImportedEmbeddings(
            file, for: Dataset(contentsOf: folder.file("data")), model: "m", fingerprint: fingerprint,
            dimension: dimension)
    }

    @Test func withoutNamesRowsAreImagesInOrder() throws {
        let imported = try read("version-1.npy")
        #expect((0..<3).map { imported.table.row(of: $0) } == [0, 1, 2])
        #expect(imported.failures.isEmpty && imported.notes.isEmpty)
        #expect(imported.table[1] == [1, 0, 0, 0])
    }

    @Test(arguments: [
        "c.png\na.png\nb.png\n", "DATA/c.png\nDATA/a.png\nDATA/b.png\n", "/else/c.png\n/else/a.png\n/else/b.png\n",
    ])
    func rowsGoToImagesByName(list: String) throws {
        let imported = try read("version-1.npy", list: list.replacing("DATA", with: folder.file("data").path))
        #expect((0..<3).map { imported.table.row(of: $0) } == [1, 2, 0])
    }

    @Test func imagesWithoutARowAndRowsWithoutAnImageAreTold() throws {
        let imported = try read("version-1.npy", list: "z.png\nb.png\ny.png\n")
        #expect((0..<3).map { imported.table.row(of: $0) } == [nil, 1, nil])
        #expect(imported.failures.map(\.message) == ["a.png: no embedding in x.npy", "c.png: no embedding in x.npy"])
        #expect(imported.notes == ["x.npy: 2 of 3 embeddings are of no image of the dataset"])
    }

    @Test func rowsThatAreNoEmbeddingsLeaveTheirImagesWithout() throws {
        let imported = try read("zeros-and-nan.npy")
        #expect((0..<3).map { imported.table.row(of: $0) } == [0, nil, nil])
        #expect(imported.failures.map(\.image) == [1, 2])
        #expect(imported.failures[0].message == "b.png: all zeros or no numbers in x.npy")
    }

    @Test func scalingIsTold() throws {
        #expect(try read("scaled.npy").notes == ["x.npy: embeddings are scaled to unit length"])
    }

    @Test func embeddingsOfAnotherLengthAreRefused() throws {
        let error = #expect(throws: ImportedEmbeddings.Problem.self) { try read("version-1.npy", dimension: 512) }
        #expect(
            error?.description.hasSuffix(
                "x.npy: embeddings of 4 values, expected 512 (model m); --model names the one that made them")
                == true)
    }

    @Test func aPartTakesItsRowsFromAFileOfTheWhole() throws {
        let file = try folder.write("x.npy", Data(contentsOf: goldens.appending(path: "version-1.npy")))
        let part = try Dataset(contentsOf: folder.file("data")).only([0, 2]).only([1])
        let imported = try ImportedEmbeddings(file, for: part, model: "m", fingerprint: "f", dimension: 4)
        #expect(part.images.map(\.path) == ["c.png"] && imported.table.row(of: 0) == 2)
    }

    @Test func anotherNumberOfRowsWithoutNamesIsRefused() throws {
        try folder.write("data/d.png")
        #expect(throws: ImportedEmbeddings.Problem.wrongCount(folder.file("x.npy"), rows: 3, images: 4)) {
            try read("version-1.npy")
        }
    }

    @Test func namesOfAnotherDatasetAreRefused() throws {
        #expect(
            throws: ImportedEmbeddings.Problem.noneMatches(folder.file("x.npy"), first: "p.png", image: "a.png")
        ) { try read("version-1.npy", list: "p.png\nq.png\nr.png\n") }
    }

    @Test func aNameThatStandsTwiceIsRefused() throws {
        #expect(throws: ImportedEmbeddings.Problem.repeatedName(folder.file("x.npy"), name: "a.png")) {
            try read("version-1.npy", list: "a.png\na.png\nb.png\n")
        }
    }

    @Test func aFileOfAnotherModelIsTold() throws {
        var origin = try #require(
            EmbeddingOrigin(["model": "other", "fingerprint": "0", "preprocessing": "p"]))
        origin.part = nil
        try NamedEmbeddings(
            origin: origin, names: ["a.png", "b.png", "c.png"],
            matrix: Matrix(rows: 3, columns: 1, values: [1, 1, 1])
        ).write(to: folder.file("y.safetensors"))
        let imported = try ImportedEmbeddings(
            folder.file("y.safetensors"), for: Dataset(contentsOf: folder.file("data")), model: "m", fingerprint: "1",
            dimension: 1)
        #expect(imported.notes == ["y.safetensors: made by another model (other) than m"])
    }

    @Test func imagesOfATableStayWithoutTheirFilesWhereEmbeddingsCome() throws {
        try folder.write("table/labels.csv", "file,label\nnot/there.png,cat\nnor/here.png,dog\n")
        #expect(throws: DatasetError.self) { try Dataset(contentsOf: folder.file("table")) }
        let given = try Dataset(contentsOf: folder.file("table"), embeddings: folder.file("e.npy"))
        #expect(given.images.map(\.path) == ["nor/here.png", "not/there.png"])
        #expect(given.embeddings == folder.file("e.npy"))
        try folder.write("table/dataset.toml", "embeddings = \"vectors.npy\"\n")
        let own = try Dataset(contentsOf: folder.file("table"))
        #expect(own.images.count == 2)
        #expect(own.embeddings?.path == folder.file("table/vectors.npy").path)
    }
}
