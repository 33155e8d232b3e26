import Foundation
import Testing

@testable import Model

@Test(arguments: ["1/1", "2/7", "7/7"])
func aShardReadsAsItIsWritten(text: String) throws {
    #expect(try Shard(text).description == text)
}

@Test(arguments: ["", "0/3", "4/3", "1", "1/2/3", "a/b", "-1/2", "1/ 2"])
func whatIsNoShardIsRefused(text: String) {
    #expect(throws: Shard.Failure.notAShard(text)) { try Shard(text) }
}

@Test(arguments: [(0, 3), (1, 3), (10, 3), (553, 8), (1_000_000, 7)])
func sharesAreNeighboursAndCoverEverything(images: Int, count: Int) {
    let ranges = (1...count).map { Shard(number: $0, count: count).range(of: images) }
    #expect(ranges.flatMap { $0 } == Array(0..<images))
    #expect(ranges.allSatisfy { $0.count == images / count || $0.count == images / count + 1 })
}

@Test func anImagesEmbeddingDoesNotDependOnThoseEncodedWithIt() throws {
    let home = Home(folder: repository)
    let model = try CLIP(contentsOf: home.model, home: home)
    let pictures = try ["cat.jpg", "owl.jpg", "alpaca.jpg"].map {
        try Picture(contentsOf: home.photos.appending(path: "images/animals/\($0)"))
    }
    let together = try model.embed(pictures: pictures)
    for (row, picture) in pictures.enumerated() {
        #expect(try Array(model.embed(pictures: [picture])[0]) == Array(together[row]))
    }
}

@Suite struct EmbeddingMergeTests {
    let folder: ScratchFolder
    let paths = (0..<10).map { "\($0).png" }

    init() throws { folder = try ScratchFolder() }

    private func embeddings(_ range: Range<Int>, fingerprint: String = "f", shard: Shard?, paths: [String]? = nil)
        throws -> NamedEmbeddings
    {
        var origin = try #require(
            EmbeddingOrigin(["model": "m", "fingerprint": fingerprint, "preprocessing": "p"]))
        origin.part = shard.map { .init($0, of: paths ?? self.paths) }
        // Image 4 could not be read.
        let kept = range.filter { $0 != 4 }
        return NamedEmbeddings(
            origin: origin, names: kept.map { self.paths[$0] },
            matrix: Matrix(rows: kept.count, columns: 2, values: kept.flatMap { [Float($0), 1] }))
    }

    private func part(_ number: Int, of count: Int = 3, fingerprint: String = "f", paths: [String]? = nil) throws -> URL
    {
        let shard = Shard(number: number, count: count)
        let file = folder.file("\(UUID().uuidString).safetensors")
        try embeddings(shard.range(of: 10), fingerprint: fingerprint, shard: shard, paths: paths).write(to: file)
        return file
    }

    @Test(arguments: ["out.safetensors", "out.npy"])
    func partsInAnyOrderAreTheWholeByteForByte(name: String) throws {
        let whole = folder.file("whole-" + name)
        try embeddings(0..<10, shard: nil).write(to: whole)
        let out = folder.file(name)
        #expect(try EmbeddingMerge.merge([part(3), part(1), part(2)], into: out) == 9)
        #expect(try Data(contentsOf: out) == Data(contentsOf: whole))
    }

    @Test func partsWithoutImagesAreParts() throws {
        let out = folder.file("out.safetensors")
        #expect(try EmbeddingMerge.merge((1...12).map { try part($0, of: 12) }, into: out) == 9)
        #expect(try EmbeddingFile(contentsOf: out).names == paths.filter { $0 != "4.png" })
    }

    @Test func gapsAreTold() throws {
        #expect(throws: EmbeddingMerge.Failure.missing([Shard(number: 2, count: 3)], of: 3)) {
            try EmbeddingMerge.merge([part(3), part(1)], into: folder.file("out.npy"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("out.npy").path))
    }

    @Test func doublesAreTold() throws {
        let parts = try [part(1), part(2), part(2), part(3)]
        #expect(throws: EmbeddingMerge.Failure.twice(Shard(number: 2, count: 3), parts[1], parts[2])) {
            try EmbeddingMerge.merge(parts, into: folder.file("out.npy"))
        }
    }

    @Test func partsThatDoNotBelongTogetherAreTold() throws {
        func reason(_ other: URL) throws -> String {
            let parts = try [part(1), other, part(3)]
            let error = #expect(throws: EmbeddingMerge.Failure.self) {
                try EmbeddingMerge.merge(parts, into: folder.file("out.npy"))
            }
            return (error?.description ?? "").replacing(parts[0].lastPathComponent, with: "FIRST")
                .replacing(other.path, with: "OTHER")
        }
        #expect(try reason(part(2, fingerprint: "g")) == "OTHER: its model is g, expected f as in FIRST")
        #expect(try reason(part(2, of: 4)) == "OTHER: its number of parts is 4, expected 3 as in FIRST")
        #expect(
            try reason(part(2, paths: Array(paths.dropLast())))
                == "OTHER: its number of images is 9, expected 10 as in FIRST")
        #expect(try reason(part(2, paths: paths.reversed())).hasPrefix("OTHER: its list of images is "))
        let whole = folder.file("whole.safetensors")
        try embeddings(0..<10, shard: nil).write(to: whole)
        #expect(try reason(whole).hasPrefix("OTHER: is no part of a dataset's embeddings"))
    }
}
