import Foundation
import Testing

@testable import Model

/// The program with a small model of random weights, so that starting it and encoding cost little, and a dataset of
/// pictures no two of which have the same bytes.
struct CacheProgram {
    let program: Program
    let model = repository.appending(path: "Tests/ModelTests/Goldens/towers/hugging-face").path
    private static let photos = ["banana", "strawberry", "eggplant"]

    init(images: Int = 0) throws {
        program = try Program()
        try add(0..<images)
    }

    /// Writes images of these numbers, in two classes.
    func add(_ numbers: Range<Int>) throws {
        let folder = repository.appending(path: "sample-data/photos/images/food")
        let photos = try Self.photos.map { try Data(contentsOf: folder.appending(path: "\($0).png")) }
        for number in numbers {
            try program.write(
                "set/\(number % 2 == 0 ? "even" : "odd")/\(number).png",
                photos[number % photos.count] + Data("\(number)".utf8))
        }
    }

    var cache: URL { program.folder.appending(path: ".cache/clipscope") }
    var database: URL { cache.appending(path: "embeddings.sqlite") }

    func vectors() throws -> URL { VectorFile.url(try #require(try VectorFile.names(in: cache).first), in: cache) }

    func count() throws -> Int { try EmbeddingStore(directory: cache).summary().embeddings }

    var evaluation: [String] { ["eval", "--dataset", "set", "--model", model, "--json"] }

    /// What an evaluation says apart from the time it took.
    func evaluate(_ arguments: String...) throws -> (figures: String, messages: String) {
        try figures(program.run(evaluation + arguments))
    }

    func figures(_ result: Program.Result) throws -> (figures: String, messages: String) {
        #expect(result.status == 0)
        var json = try result.json()
        json["seconds"] = nil
        let data = try JSONSerialization.data(withJSONObject: json, options: [.sortedKeys])
        return (String(decoding: data, as: UTF8.self), result.messages)
    }

    /// Of every image by name, from a file that `embed` wrote.
    func embeddings(_ arguments: String...) throws -> [String: [Float]] {
        let out = program.folder.appending(path: "out.safetensors")
        let result = try program.run(["embed", "--dataset", "set", "--model", model, "--out", out.path] + arguments)
        #expect(result.status == 0, "\(result.messages)")
        let data = try Data(contentsOf: out)
        let length = Int(data.prefix(8).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let header = try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any]
        let metadata = try #require(header?["__metadata__"] as? [String: String])
        let names = try JSONDecoder().decode([String].self, from: Data(metadata["names"]!.utf8))
        let floats = Array(data[(8 + length)...]).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        let dimension = floats.count / names.count
        return Dictionary(
            uniqueKeysWithValues: zip(names, names.indices.map { Array(floats[$0 * dimension..<($0 + 1) * dimension]) })
        )
    }
}
