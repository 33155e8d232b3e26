import Foundation
import Testing

@testable import Model

/// A folder of several .npy with their Parquet tables, as clip-retrieval writes it (scripts/goldens clipretrieval).
@Suite struct ImportedFolderTests {
    static let golden = PixelGoldens.folder.deletingLastPathComponent().appending(path: "clip-retrieval")

    private func table(_ folder: URL, images: [String]) throws -> ImportedEmbeddings {
        let dataset = Dataset(files: images, in: URL(filePath: "/data", directoryHint: .isDirectory))
        return try ImportedEmbeddings(folder, for: dataset, model: "m", fingerprint: "f", dimension: 4)
    }

    @Test func rowsGoToImagesByTheirKeys() throws {
        let images = [
            "shard-1/000000008.jpg", "shard-0/000000000.jpg", "shard-0/000000004.png", "shard-9/000000099.jpg",
        ]
        let found = try table(Self.golden, images: images)
        // The first value over the second is one more than the number among all rows, whatever the length.
        let ratios = try (0..<3).map { image in
            let values = try #require(found.table[image])
            return (values[0] / values[1]).rounded()
        }
        #expect(ratios == [9, 1, 5])
        #expect(found.failures.map(\.image) == [3])
        #expect(found.notes.contains { $0.contains("without folders and endings") })
        #expect(found.notes.contains { $0.contains("6 of 9 embeddings are of no image") })
    }

    @Test func aFolderWithoutThemIsToldWhatIsExpected() throws {
        let folder = try ScratchFolder()
        try folder.write("x/readme.txt")
        let error = #expect(throws: ImportedRows.Problem.self) { try table(folder.file("x"), images: ["a.jpg"]) }
        #expect(error?.description.contains("img_emb/img_emb_0.npy") == true)
    }

    @Test func aTableThatIsMissingIsNamed() throws {
        let folder = try ScratchFolder()
        try FileManager.default.copyItem(at: Self.golden, to: folder.file("x"))
        try FileManager.default.removeItem(at: folder.file("x/metadata/metadata_2.parquet"))
        let error = #expect(throws: ImportedRows.Problem.self) { try table(folder.file("x"), images: ["a.jpg"]) }
        #expect(error?.description.contains("metadata_2.parquet") == true)
    }
}
